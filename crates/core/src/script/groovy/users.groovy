import groovy.json.JsonOutput
import hudson.model.User

def answer = { println '<<<latchkey\n' + JsonOutput.toJson(it) + '\nlatchkey>>>' }
def ids = User.getAll()*.id.sort()
answer(ok: [ids: ids.drop(skipped).take(count), total: ids.size()])
