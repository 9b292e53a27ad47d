import groovy.json.JsonOutput
import hudson.model.User
import java.time.LocalDate
import jenkins.security.ApiTokenProperty

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def user = User.getById(userId, false)
if (!user) return answer(error: 'unknownUser')
if (lastDay?.isBefore(LocalDate.now())) return answer(error: 'pastExpiry')
def property = user.getProperty(ApiTokenProperty)
def store = property.tokenStore
def made
if (lastDay && property.respondsTo('generateNewToken', String, LocalDate)) {
    made = property.generateNewToken(tokenName, lastDay)
} else if (property.respondsTo('generateNewToken', String)) {
    made = property.generateNewToken(tokenName)
} else {
    made = store.generateNewToken(tokenName)
    user.save()
}
def stored = store.tokenListSortedByName.find { made.tokenUuid.equals(it.uuid) }
def expires = stored.hasProperty('expirationDate') ? stored.expirationDate?.toString() : null
answer(ok: [name: stored.name, uuid: stored.uuid, value: made.plainValue, expires: expires])
