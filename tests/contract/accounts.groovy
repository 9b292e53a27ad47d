// Runs when Jenkins starts in the container of jenkins-container.sh: one account, which may do everything, and nothing
// for anonymous users.
import hudson.security.FullControlOnceLoggedInAuthorizationStrategy
import hudson.security.HudsonPrivateSecurityRealm
import jenkins.model.Jenkins

def user = System.getenv('LATCHKEY_USER')
def password = System.getenv('LATCHKEY_PASSWORD')
if (!user || !password) {
    throw new IllegalStateException('LATCHKEY_USER and LATCHKEY_PASSWORD must be set')
}

def realm = new HudsonPrivateSecurityRealm(false)
realm.createAccount(user, password)

def strategy = new FullControlOnceLoggedInAuthorizationStrategy()
strategy.allowAnonymousRead = false

def jenkins = Jenkins.get()
jenkins.securityRealm = realm
jenkins.authorizationStrategy = strategy
jenkins.save()
