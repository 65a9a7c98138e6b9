package dev.tug.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tug.model.RequestedName.Source;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestedNameTest {
    @ParameterizedTest
    @CsvSource({
        "m, m, UNSPECIFIED, m",
        "' m ', m, UNSPECIFIED, m",
        "m:local, m, LOCAL, m",
        "m:LOCAL, m, LOCAL, m",
        "ns/m:8b:local, ns/m:8b, LOCAL, ns/m:8b",
        "m:cloud, m, CLOUD, m:cloud",
        "gpt-oss:120b:cloud, gpt-oss:120b, CLOUD, gpt-oss:120b-cloud",
        "gpt-oss:120b-cloud, gpt-oss:120b, CLOUD, gpt-oss:120b-cloud",
        "gpt-oss:120b-Cloud, gpt-oss:120b, CLOUD, gpt-oss:120b-cloud",
        "localhost:5000/ns/m-cloud, localhost:5000/ns/m-cloud, UNSPECIFIED,"
                + " localhost:5000/ns/m-cloud",
    })
    void takes_the_suffix_off(String request, String name, Source source, String pullName) {
        var requested = RequestedName.read(request);

        assertThat(requested).isEqualTo(new RequestedName(name, source));
        assertThat(requested.pullName()).isEqualTo(pullName);
    }

    @ParameterizedTest
    @ValueSource(strings = {"m:local:cloud", "m:cloud:local", "m:8b-cloud:local"})
    void refuses_both(String request) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestedName.read(request))
                .withMessage("use either :local or :cloud, not both: \"" + request + "\"");
    }
}
