import groovy.json.JsonOutput
import hudson.model.User
import jenkins.security.ApiTokenProperty

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def revoke = { userId, tokenUuid ->
    def user = User.getById(userId, false)
    if (!user) return false
    def property = user.getProperty(ApiTokenProperty)
    def token = property.tokenStore.tokenListSortedByName.find { tokenUuid.equals(it.uuid) }
    if (!token) return false
    if (property.respondsTo('revokeToken', String)) {
        property.revokeToken(tokenUuid)
        return true
    }
    property.tokenStore.revokeToken(tokenUuid)
    property.tokenStats.removeId(tokenUuid)
    if (token.isLegacy()) property.@apiToken = null
    user.save()
    true
}
def outcome = { userId, tokenUuid ->
    try {
        [uuid: tokenUuid, revoked: revoke(userId, tokenUuid)]
    } catch (Throwable failure) {
        [uuid: tokenUuid, error: failure.toString()]
    }
}
answer(ok: tokens.collect(outcome))
