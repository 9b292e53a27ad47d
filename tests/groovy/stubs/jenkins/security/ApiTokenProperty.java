package jenkins.security;

import hudson.model.User;
import java.io.IOException;
import java.time.LocalDate;
import jenkins.security.apitoken.ApiTokenStats;
import jenkins.security.apitoken.ApiTokenStore;

/** The tokens of a user. Lines that end in a version are left out of older cores. */
public class ApiTokenProperty {
    private final User user;
    /** The secret of a legacy token. */
    private Object apiToken;
    private final ApiTokenStore tokenStore = new ApiTokenStore();
    private final ApiTokenStats tokenStats = new ApiTokenStats();

    public ApiTokenProperty(User user) {
        this.user = user;
    }

    public void addLegacy() {
        apiToken = "secret";
        tokenStore.addLegacy();
    }

    public boolean hasLegacySecret() {
        return apiToken != null;
    }

    public ApiTokenStore getTokenStore() {
        return tokenStore;
    }

    public ApiTokenStats getTokenStats() {
        return tokenStats;
    }

    public ApiTokenStore.TokenUuidAndPlainValue generateNewToken(String name) throws IOException { // since 2.260
        ApiTokenStore.TokenUuidAndPlainValue made = tokenStore.add(name, null); // since 2.260
        user.save(); // since 2.260
        return made; // since 2.260
    } // since 2.260

    public ApiTokenStore.TokenUuidAndPlainValue generateNewToken(String name, LocalDate day) throws IOException { // since 2.548
        if (day == null) throw new NullPointerException("no day"); // since 2.548
        ApiTokenStore.TokenUuidAndPlainValue made = tokenStore.add(name, day); // since 2.548
        user.save(); // since 2.548
        return made; // since 2.548
    } // since 2.548

    public void revokeToken(String uuid) throws IOException { // since 2.260
        ApiTokenStore.HashedToken revoked = tokenStore.revokeToken(uuid); // since 2.260
        if (revoked != null && revoked.isLegacy()) apiToken = null; // since 2.260
        if (revoked != null) tokenStats.removeId(uuid); // since 2.260
        user.save(); // since 2.260
    } // since 2.260
}
