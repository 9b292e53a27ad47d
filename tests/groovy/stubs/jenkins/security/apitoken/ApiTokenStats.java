package jenkins.security.apitoken;

import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** How often tokens were used. */
public class ApiTokenStats {
    private final Map<String, SingleTokenStats> all = new HashMap<>();

    public SingleTokenStats findTokenStatsById(String uuid) {
        return all.getOrDefault(uuid, new SingleTokenStats());
    }

    public void use(String uuid) {
        SingleTokenStats stats = all.computeIfAbsent(uuid, unused -> new SingleTokenStats());
        stats.useCounter++;
        stats.lastUseDate = new Date(1795501490000L);
    }

    public void removeId(String uuid) {
        all.remove(uuid);
    }

    public static class SingleTokenStats {
        private int useCounter;
        private Date lastUseDate;

        public int getUseCounter() {
            return useCounter;
        }

        public Date getLastUseDate() {
            return lastUseDate;
        }
    }
}
