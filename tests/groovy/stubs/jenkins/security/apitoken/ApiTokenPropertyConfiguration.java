package jenkins.security.apitoken;

/** Whether uses are counted. */
public class ApiTokenPropertyConfiguration {
    private static final ApiTokenPropertyConfiguration CONFIGURATION = new ApiTokenPropertyConfiguration();

    private boolean usageStatisticsEnabled = true;

    public static ApiTokenPropertyConfiguration get() {
        return CONFIGURATION;
    }

    public boolean isUsageStatisticsEnabled() {
        return usageStatisticsEnabled;
    }

    public void setUsageStatisticsEnabled(boolean enabled) {
        usageStatisticsEnabled = enabled;
    }
}
