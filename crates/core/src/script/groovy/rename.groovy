import groovy.json.JsonOutput
import hudson.model.User
import jenkins.security.ApiTokenProperty

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def user = User.getById(userId, false)
if (!user) return answer(error: 'unknownUser')
def store = user.getProperty(ApiTokenProperty).tokenStore
if (!store.renameToken(tokenUuid, newName)) return answer(error: 'unknownToken')
user.save()
answer(ok: true)
