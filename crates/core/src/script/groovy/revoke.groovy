import groovy.json.JsonOutput
import hudson.model.User
import jenkins.security.ApiTokenProperty

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def user = User.getById(userId, false)
if (!user) return answer(error: 'unknownUser')
def property = user.getProperty(ApiTokenProperty)
if (property.respondsTo('revokeToken', String)) {
    property.revokeToken(tokenUuid)
} else {
    def revoked = property.tokenStore.revokeToken(tokenUuid)
    property.tokenStats.removeId(tokenUuid)
    if (revoked?.isLegacy()) property.@apiToken = null
    user.save()
}
answer(ok: true)
