def ids = User.getAll()*.id.sort()
say([ok: [ids: ids.drop(order.from).take(order.count), total: ids.size()]])
