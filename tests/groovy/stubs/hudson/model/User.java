package hudson.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.security.ApiTokenProperty;

/** As much of a user record as the scripts touch. */
public class User {
    public static final Map<String, User> all = new LinkedHashMap<>();

    private final String id;
    /** A broken record has none. */
    private final ApiTokenProperty property;
    public int saves;
    public boolean unwritable;

    public User(String id, boolean broken) {
        this.id = id;
        this.property = broken ? null : new ApiTokenProperty(this);
    }

    public static User getById(String id, boolean create) {
        if (create) throw new IllegalStateException("a script must not create users");
        return all.get(id);
    }

    public static Collection<User> getAll() {
        return new ArrayList<>(all.values());
    }

    public String getId() {
        return id;
    }

    public <T> T getProperty(Class<T> kind) {
        return kind.cast(property);
    }

    public synchronized void save() throws IOException {
        if (unwritable) throw new IOException("the record cannot be written");
        saves++;
    }
}
