#!/usr/bin/env bash
# Runs the contract tests on a real Jenkins in a container, which is removed at the end.
#
#   tests/contract/jenkins-container.sh [IMAGE]
#
# IMAGE is one of Jenkins' own images; without it, jenkins/jenkins:latest, the newest weekly version. Needs Docker and
# a Unix shell. The controller listens on this machine's loopback address only. accounts.groovy creates the one account
# that the tests need; its password is random, and reaches container and tests in their environment.
set -euo pipefail
cd "$(dirname "$0")/../.."

image=${1:-jenkins/jenkins:latest}
start_limit=300 # seconds; the first start of a new version takes about one minute on two cores

export LATCHKEY_USER=contract
LATCHKEY_PASSWORD=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
export LATCHKEY_PASSWORD

# First of all: what does not compile needs no controller.
cargo test -p latchkey-tests --test contract --no-run
cargo test -p latchkey --test cli --no-run

docker pull --quiet "$image"
container=$(docker run --detach --publish 127.0.0.1::8080 \
  --env LATCHKEY_USER --env LATCHKEY_PASSWORD --env JAVA_OPTS=-Djenkins.install.runSetupWizard=false \
  --volume "$PWD/tests/contract/accounts.groovy:/usr/share/jenkins/ref/init.groovy.d/accounts.groovy:ro" \
  "$image")
trap 'docker rm --force --volumes "$container" >/dev/null' EXIT

# The log ends with the container, so a controller that does not start is noticed at once.
if ! timeout "$start_limit" grep --quiet 'Jenkins is fully up and running' \
  <(docker logs --follow "$container" 2>&1); then
  docker logs "$container" >&2
  echo "$image did not start within $start_limit s; its log is above." >&2
  exit 1
fi

LATCHKEY_CONTROLLER="http://$(docker port "$container" 8080/tcp)"
export LATCHKEY_CONTROLLER
version=$(curl --silent --show-error --head --output /dev/null --write-out '%header{x-jenkins}' "$LATCHKEY_CONTROLLER/login")
echo "$image is Jenkins $version at $LATCHKEY_CONTROLLER."

cargo test -p latchkey-tests --test contract
cargo test -p latchkey --test cli -- contract::
