// An OpenID Connect provider for the gate tests: the example of the library, on the loopback interface.
// Its user is `test-user2` with the password `verysecure`.
package main

import (
	"log/slog"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// Takes the address to listen on, and the address of the gate that people return to.
func main() {
	address, gate := os.Args[1], os.Args[2]
	issuer := "http://" + address + "/"
	storage.RegisterClients(storage.WebClient("latchkey", "secret", "http://"+gate+"/oauth2/callback"))
	users := storage.NewStorage(storage.NewUserStore(issuer))
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	provider := exampleop.SetupServer(issuer, users, logger, false)
	logger.Error("ended", "error", http.ListenAndServe(address, provider))
	os.Exit(1)
}
