package dev.openfused.gateway.camel.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrganisationsTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "mail.example.com, example.com, true",
        "a.example.com, b.c.example.com, true",
        "example.co.uk, bounce.example.co.uk, true",
        "example.co.uk, evil.co.uk, false",
        "example.co.uk, co.uk, false",
        "example.com, com, false",
        "example.com, example.org, false",
        "example.com, evilexample.com, false",
        "example.com, example.com.evil.net, false",
        "ann.github.io, evil.github.io, false",
        "github.io, evil.github.io, false",
        "mail.corp.internal, corp.internal, true",
        "corp.internal, evil.internal, false",
        "corp.internal, internal, false",
        "localhost, localhost, true",
        "a.localhost, localhost, false",
    })
    void domainsBelongTogetherBelowOneThatIsRegistered(String one, String other, boolean same) {
        assertThat(Organisations.areSame(one, other)).isEqualTo(same);
        assertThat(Organisations.areSame(other, one)).isEqualTo(same);
    }
}
