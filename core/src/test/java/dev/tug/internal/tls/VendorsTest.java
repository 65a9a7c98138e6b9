package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The issuers that networks' bug reports show.
final class VendorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Zscaler | C=US,ST=California,O=Zscaler Inc.,OU=Zscaler Inc.,CN=Zscaler"
                        + " Intermediate Root CA (zscloud.net) (t) ",
                "Zscaler | CN=Zscaler Intermediate Root CA (zscalertwo.net),"
                        + "EMAILADDRESS=support@zscaler.com",
                "Zscaler | L=San Jose,CN=Zscaler Root CA",
                "Netskope | CN=ca.acme.goskope.com,O=Acme Ltd,EMAILADDRESS=certadmin@netskope.com",
                "Netskope | CN=ca.acme.de.goskope.com,O=Acme Ltd",
                "Netskope | CN=Acme Web,O=Acme Ltd,EMAILADDRESS=certadmin@netskope.com",
                "Fortinet | C=US,ST=California,L=Sunnyvale,O=Fortinet,OU=Certificate"
                        + " Authority,CN=FortiGate CA,EMAILADDRESS=support@fortinet.com",
                "Fortinet | O=Fortinet,CN=FGT60E0000000000",
                "Sophos | CN=Sophos SSL CA_C123,O=Sophos,C=GB,ST=Oxfordshire,OU=NSG",
                "Sophos | CN=Default_CA_C01001ABC",
                "Sophos | CN=SecurityAppliance_SSL_CA",
                "Cisco Umbrella | CN=Cisco Umbrella Secondary SubCA lon-SG,O=Cisco",
                "Cisco Umbrella | CN=Cisco Umbrella Root CA,O=Cisco",
                "Cisco Umbrella | CN=Cisco Umbrella Customers CA,O=Acme",
                "Palo Alto Networks | CN=Forward-Trust-CA-ECDSA",
                "Palo Alto Networks | CN=Acme Pt Forward Trust CA,O=Acme",
                "Forcepoint | O=Forcepoint LLC,CN=Forcepoint Cloud CA",
                "Forcepoint | CN=Websense Public Primary Certificate Authority",
                "Blue Coat | O=Blue Coat SG200 Series,CN=10.0.0.1",
                "Symantec Web Security | CN=Symantec Web Security Service",
                "McAfee Web Gateway | CN=McAfee Web Gateway Root CA",
                "Skyhigh | CN=Skyhigh Secure Web Gateway",
                "Check Point | CN=Check Point Gateway CA",
                "SonicWall | CN=SonicWALL Firewall DPI-SSL,O=HTTPS Management",
                "WatchGuard | O=WatchGuard_Technologies,CN=Fireware HTTPS Proxy",
                "Barracuda | O=Barracuda Networks,CN=NGFW SSL",
                "Cisco IronPort | CN=IronPort Web Security Appliance",
                "Avast | CN=Avast Web/Mail Shield Root,O=Avast Web/Mail Shield",
                "AVG | CN=AVG Web/Mail Shield Root,O=AVG Web/Mail Shield",
                "Norton | CN=Norton Web/Mail Shield Root",
                "ESET | CN=ESET SSL Filter CA,O=ESET\\, spol. s r. o.",
                "Kaspersky | CN=Kaspersky Anti-Virus Personal Root Certificate,O=AO Kaspersky Lab",
                "Bitdefender | CN=Bitdefender Personal CA.Net-Defender,O=Bitdefender",
                "mitmproxy | CN=mitmproxy,O=mitmproxy",
                "Burp Suite | CN=PortSwigger CA,O=PortSwigger",
                "Fiddler | CN=DO_NOT_TRUST_FiddlerRoot,O=DO_NOT_TRUST",
                "e2guardian | CN=e2guardian CA",
                "Squid | CN=squid proxy CA",
                "a state (Russian Trusted CA) | CN=Russian Trusted Sub CA,O=The Ministry",
                "a state (Qaznet) | CN=Qaznet Trust Network",
            })
    void names_the_product(String vendor, String issuer) {
        assertThat(Vendors.of(DistinguishedName.parse(issuer))).contains(vendor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=WE1,O=Google Trust Services,C=US",
                "CN=R11,O=Let's Encrypt,C=US",
                "CN=DigiCert Global Root CA,O=DigiCert Inc,OU=www.digicert.com",
                "CN=Amazon RSA 2048 M02,O=Amazon,C=US",
                "CN=Acme Root CA,O=Acme Ltd",
                "CN=Microsoft Azure RSA TLS Issuing CA 03,O=Microsoft Corporation",
                "CN=SSL.com TLS Transit ECC CA R2,O=SSL Corp",
                "CN=CA,O=Javastuff GmbH",
                "CN=Checkpoint ML Internal CA,O=Acme",
                "CN=Root,O=Squidward Labs",
                "CN=Registry CA,O=Kaspersky Lab",
                "CN=Issuing CA,O=Netfiddler",
            })
    void names_none_for_public_and_private_authorities(String issuer) {
        assertThat(Vendors.of(DistinguishedName.parse(issuer))).isEmpty();
    }
}
