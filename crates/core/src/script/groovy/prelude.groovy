import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import hudson.model.User
import java.time.LocalDate
import jenkins.security.ApiTokenProperty
import jenkins.security.apitoken.ApiTokenPropertyConfiguration

def order = new JsonSlurper().parseText(new String(ORDER.decodeBase64(), 'UTF-8'))
def say = { document ->
    println '<<<latchkey'
    println JsonOutput.toJson(document)
    println 'latchkey>>>'
}
def expiryOf = { token -> token.hasProperty('expirationDate') ? token.expirationDate?.toString() : null }

