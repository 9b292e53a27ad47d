def user = User.getById(order.user, false)
if (user == null) return say([error: 'unknownUser'])
user.getProperty(ApiTokenProperty).revokeToken(order.uuid)
say([ok: true])
