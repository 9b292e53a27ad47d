def counted = ApiTokenPropertyConfiguration.get().usageStatisticsEnabled
def tokensOf = { property ->
    property.tokenStore.tokenListSortedByName.collect { token ->
        def statistics = counted ? property.tokenStats.findTokenStatsById(token.uuid) : null
        [uuid: token.uuid, name: token.name, created: token.creationDate?.time, legacy: token.isLegacy(),
         uses: statistics?.useCounter, lastUsed: statistics?.lastUseDate?.time, expires: expiryOf(token)]
    }
}
say([ok: order.users.collect { id ->
    try {
        def user = User.getById(id, false)
        user == null ? [user: id, error: 'unknownUser'] : [user: user.id, tokens: tokensOf(user.getProperty(ApiTokenProperty))]
    } catch (Throwable broken) {
        [user: id, error: broken.toString()]
    }
}])
