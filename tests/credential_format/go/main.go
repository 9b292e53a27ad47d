// Reads a manifest of a Kubernetes Secret as kubectl and the API server do, and writes its data as JSON.
package main

import (
	"encoding/json"
	"io"
	"log"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"sigs.k8s.io/yaml"
)

func main() {
	manifest, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	var secret corev1.Secret
	if err := yaml.UnmarshalStrict(manifest, &secret); err != nil {
		log.Fatal(err)
	}
	if secret.APIVersion != "v1" || secret.Kind != "Secret" || secret.Name == "" {
		log.Fatalf("not a named Secret: %v", secret.TypeMeta)
	}
	data := map[string]string{}
	for name, value := range secret.Data {
		if problems := validation.IsConfigMapKey(name); len(problems) > 0 {
			log.Fatal(problems)
		}
		data[name] = string(value)
	}
	if err := json.NewEncoder(os.Stdout).Encode(data); err != nil {
		log.Fatal(err)
	}
}
