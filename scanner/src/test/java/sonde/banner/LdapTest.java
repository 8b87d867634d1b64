// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Service;

class LdapTest {

    /** OpenLDAP 2.5: the entry, then that this was all. */
    private static final byte[] ANSWER =
            Recordings.hex(
                    """
                    3081f90201016481f304003081ee3025040b6f626a656374436c61737331160403746f70040f4f70
                    656e4c444150726f6f744453453025040e6e616d696e67436f6e74657874733113041164633d6578
                    616d706c652c64633d636f6d301b0414737570706f727465644c44415056657273696f6e31030401
                    333081800417737570706f727465645341534c4d656368616e69736d733165040d534352414d2d53
                    48412d353132040d534352414d2d5348412d333834040d534352414d2d5348412d323536040d5343
                    52414d2d5348412d323234040b534352414d2d5348412d31040a4449474553542d4d443504084352
                    414d2d4d443504044e544c4d300c02010165070a010004000400
                    """);

    private final Ldap ldap = new Ldap();

    @Test
    void asksForTheRootEntry() {
        byte[] hello = ldap.hello(new FakeTalk(ldap));
        assertEquals(0x30, hello[0]);
        assertEquals(hello.length - 4, (hello[2] & 0xFF) << 8 | (hello[3] & 0xFF));
        assertTrue(Recordings.said(hello).contains("namingContexts"));
    }

    @Test
    void recognisesAnswersToItsQuestionOnly() {
        Recordings.assertRecognised(ldap, ANSWER, 7);
        Recordings.assertRefusesText(ldap);
        byte[] hello = ldap.hello(new FakeTalk(ldap));
        assertEquals(Match.NO, ldap.match(hello, hello.length));
    }

    @Test
    void recognisesTheLongLengthsOfActiveDirectory() {
        byte[] entry = Recordings.hex("308400000010020101648400000007040030840000000000");
        Recordings.assertRecognised(ldap, entry, 10);
    }

    @Test
    void reportsTheRootEntryHoweverItArrives() {
        String expected =
                "objectClass=top,OpenLDAProotDSE namingContexts=dc=example,dc=com"
                        + " supportedLDAPVersion=3 supportedSASLMechanisms=SCRAM-SHA-512,"
                        + "SCRAM-SHA-384,SCRAM-SHA-256,SCRAM-SHA-224,SCRAM-SHA-1,DIGEST-MD5,"
                        + "CRAM-MD5,NTLM";
        FakeTalk whole = new FakeTalk(ldap).receive(ANSWER);
        assertEquals(expected, whole.reported(Service.LDAP));
        assertTrue(whole.finished);
        assertEquals(whole.reports, new FakeTalk(ldap).receiveByteByByte(ANSWER).reports);
    }

    @Test
    void reportsRefusals() {
        byte[] refusal = Recordings.hex("300e02010165090a013204000402" + "6e6f");
        FakeTalk talk = new FakeTalk(ldap).receive(refusal);
        assertEquals("result=insufficientAccessRights message=no", talk.reported(Service.LDAP));
    }

    @Test
    void endsOnLengthsThatLie() {
        byte[] lie = ANSWER.clone();
        lie[14] = (byte) 0x84;
        FakeTalk talk = new FakeTalk(ldap).receive(lie).end();
        assertTrue(talk.finished);
        byte[] endless = Recordings.hex("3084ffffffff02010164");
        assertTrue(new FakeTalk(ldap).receive(endless).end().finished);
    }
}
