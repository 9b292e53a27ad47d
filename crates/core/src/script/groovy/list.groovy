import groovy.json.JsonOutput
import hudson.model.User
import jenkins.security.ApiTokenProperty
import jenkins.security.apitoken.ApiTokenPropertyConfiguration

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def counted = ApiTokenPropertyConfiguration.get().usageStatisticsEnabled
def tokensOf = { property ->
    property.tokenStore.tokenListSortedByName.collect { token ->
        def use = counted ? property.tokenStats.findTokenStatsById(token.uuid) : null
        def expires = token.hasProperty('expirationDate') ? token.expirationDate?.toString() : null
        [uuid: token.uuid, name: token.name, legacy: token.isLegacy(), created: token.creationDate?.time,
         expires: expires, uses: use?.useCounter, lastUsed: use?.lastUseDate?.time]
    }
}
def describe = { userId ->
    try {
        def user = User.getById(userId, false)
        if (!user) return [user: userId, error: 'unknownUser']
        [user: user.id, tokens: tokensOf(user.getProperty(ApiTokenProperty))]
    } catch (Throwable failure) {
        [user: userId, error: failure.toString()]
    }
}
answer(ok: userIds.collect(describe))
