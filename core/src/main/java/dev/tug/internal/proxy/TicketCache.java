package dev.tug.internal.proxy;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;

/// Tickets as `kinit` and the login to a domain leave them: in the file that `KRB5CCNAME` names, or
/// the platform's usual one. No password is ever asked for here.
public final class TicketCache implements Tickets {
    private static final System.Logger LOG = System.getLogger(TicketCache.class.getName());
    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";

    @Override
    public Optional<Subject> subject() {
        try {
            var login = new LoginContext("tug", new Subject(), null, new FromCache());
            login.login();
            return Optional.ofNullable(login.getSubject());
        } catch (LoginException | SecurityException e) {
            LOG.log(System.Logger.Level.DEBUG, "no Kerberos ticket", e);
            return Optional.empty();
        }
    }

    /// Takes tickets from the cache, and asks nobody.
    private static final class FromCache extends Configuration {
        @Override
        public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
            return new AppConfigurationEntry[] {
                new AppConfigurationEntry(
                        MODULE,
                        LoginModuleControlFlag.REQUIRED,
                        Map.of("useTicketCache", "true", "doNotPrompt", "true"))
            };
        }
    }
}
