import static java.nio.charset.StandardCharsets.UTF_8;

import groovy.lang.Binding;
import groovy.lang.GroovyShell;
import hudson.model.User;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import jenkins.security.ApiTokenProperty;
import jenkins.security.apitoken.ApiTokenPropertyConfiguration;
import jenkins.security.apitoken.ApiTokenStore;

/** A script console: one command a line (a word and base64), one answer a line (base64). */
public class Console {
    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line; (line = commands.readLine()) != null; ) {
            int space = line.indexOf(' ');
            String data = new String(Base64.getDecoder().decode(line.substring(space + 1)), UTF_8);
            String answer = answer(line.substring(0, space), data);
            System.out.println(Base64.getEncoder().encodeToString(answer.getBytes(UTF_8)));
        }
    }

    private static String answer(String command, String data) {
        switch (command) {
            case "run":
                return run(data);
            case "reset":
                User.all.clear();
                ApiTokenPropertyConfiguration.get().setUsageStatisticsEnabled(true);
                return "";
            case "user":
                User.all.put(data, new User(data, false));
                return "";
            case "broken":
                User.all.put(data, new User(data, true));
                return "";
            case "unwritable":
                User.all.get(data).unwritable = true;
                return "";
            case "legacy":
                User.all.get(data).getProperty(ApiTokenProperty.class).addLegacy();
                return "";
            case "secret":
                return Boolean.toString(User.all.get(data).getProperty(ApiTokenProperty.class).hasLegacySecret());
            case "use":
                ApiTokenProperty property = User.all.get(data).getProperty(ApiTokenProperty.class);
                for (ApiTokenStore.HashedToken token : property.getTokenStore().getTokenListSortedByName()) {
                    property.getTokenStats().use(token.getUuid());
                }
                return "";
            case "uncounted":
                ApiTokenPropertyConfiguration.get().setUsageStatisticsEnabled(false);
                return "";
            case "saves":
                return Integer.toString(User.all.get(data).saves);
            default:
                throw new IllegalArgumentException(command);
        }
    }

    /** As Jenkins runs a script: a result is printed, and so is a stack trace. */
    private static String run(String script) {
        StringWriter printed = new StringWriter();
        PrintWriter out = new PrintWriter(printed);
        Binding binding = new Binding();
        binding.setVariable("out", out);
        try {
            Object result = new GroovyShell(Console.class.getClassLoader(), binding).evaluate(script);
            if (result != null) out.println("Result: " + result);
        } catch (Throwable failure) {
            failure.printStackTrace(out);
        }
        out.flush();
        return printed.toString();
    }
}
