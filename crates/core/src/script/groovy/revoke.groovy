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
    property.tokenStore.revokeToken(tokenUuid)
    user.save()
}
answer(ok: true)
