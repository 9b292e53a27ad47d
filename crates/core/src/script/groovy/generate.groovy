def user = User.getById(order.user, false)
if (user == null) return say([error: 'unknownUser'])
def never = order.expires == 'never'
def lastDay = never ? null : order.expires instanceof Number ? LocalDate.now().plusDays(order.expires) : LocalDate.parse(order.expires)
if (lastDay?.isBefore(LocalDate.now())) return say([error: 'pastExpiry'])
def property = user.getProperty(ApiTokenProperty)
def canExpire = property.metaClass.respondsTo(property, 'generateNewToken', String, LocalDate)
def made = canExpire && !never ? property.generateNewToken(order.name, lastDay) : property.generateNewToken(order.name)
def stored = property.tokenStore.tokenListSortedByName.find { it.uuid == made.tokenUuid }
say([ok: [name: stored.name, uuid: stored.uuid, value: made.plainValue, expires: expiryOf(stored)]])
