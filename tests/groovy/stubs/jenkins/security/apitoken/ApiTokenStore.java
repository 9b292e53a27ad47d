package jenkins.security.apitoken;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;

/** Where tokens are kept. Lines that end in a version are left out of older cores. */
public class ApiTokenStore {
    private final List<HashedToken> tokens = new ArrayList<>();

    public Collection<HashedToken> getTokenListSortedByName() {
        Comparator<HashedToken> byName = Comparator.comparing(token -> token.getName().toLowerCase(Locale.ENGLISH));
        return tokens.stream().sorted(byName).collect(Collectors.toList());
    }

    public boolean renameToken(String uuid, String name) {
        for (HashedToken token : tokens) {
            if (token.uuid.equals(uuid)) {
                token.name = name;
                return true;
            }
        }
        return false;
    }

    public HashedToken revokeToken(String uuid) {
        for (HashedToken token : tokens) {
            if (token.uuid.equals(uuid)) {
                tokens.remove(token);
                return token;
            }
        }
        return null;
    }

    /** It does not save the user's record. */
    public TokenUuidAndPlainValue generateNewToken(String name) {
        return add(name, null);
    }

    public TokenUuidAndPlainValue add(String name, LocalDate day) {
        HashedToken token = new HashedToken(name, false, new Date(1795501489237L), day);
        tokens.add(token);
        return new TokenUuidAndPlainValue(token.uuid, "11" + token.uuid.replace("-", ""));
    }

    public void addLegacy() {
        tokens.add(new HashedToken("Legacy Token", true, null, null));
    }

    public static class TokenUuidAndPlainValue {
        public final String tokenUuid;
        public final String plainValue;

        TokenUuidAndPlainValue(String tokenUuid, String plainValue) {
            this.tokenUuid = tokenUuid;
            this.plainValue = plainValue;
        }
    }

    public static class HashedToken {
        private final String uuid = UUID.randomUUID().toString();
        private String name;
        private final boolean legacy;
        private final Date creationDate;
        private final LocalDate day;

        HashedToken(String name, boolean legacy, Date creationDate, LocalDate day) {
            this.name = name;
            this.legacy = legacy;
            this.creationDate = creationDate;
            this.day = day;
        }

        public String getUuid() {
            return uuid;
        }

        public String getName() {
            return name;
        }

        public boolean isLegacy() {
            return legacy;
        }

        public Date getCreationDate() {
            return creationDate;
        }

        public LocalDate getExpirationDate() { // since 2.548
            return day; // since 2.548
        } // since 2.548
    }
}
