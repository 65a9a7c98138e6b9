package dev.tug.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaceTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost:5000/x/y, https://localhost:5000, localhost:5000",
        "localhost, http://localhost:5000/x/y, http://localhost:5000, localhost:5000",
        "localhost, http://localhost/x/y, http://localhost, localhost:80",
        "Reg.example, reg.Example:5000/x, https://reg.Example:5000, reg.Example:5000",
        "[::1], [::1]:5000/x/y, https://[::1]:5000, [::1]:5000",
        "[::1], [::1]/x/y, https://[::1], [::1]:443",
        "localhost:5000, localhost:5000/x, https://localhost:5000, localhost:5000",
        "cdn.example, localhost:5000/x/y, https://cdn.example, cdn.example:443",
        "registry.ollama.ai, llama3.2:3b, https://registry.ollama.ai, registry.ollama.ai:443",
        "reg.example, reg.example.org:5000/x, https://reg.example, reg.example:443",
    })
    void a_host_has_the_port_that_was_typed(
            String host, String model, String url, String endpoint) {
        var place = Place.of(host, model);

        assertThat(place.url()).isEqualTo(url);
        assertThat(place.endpoint()).isEqualTo(endpoint);
    }
}
