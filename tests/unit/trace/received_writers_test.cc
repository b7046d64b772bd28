// SPDX-License-Identifier: BSD-2-Clause
//
// One line of each MTA and version, written for this test in the form of its writer. The origin of a form stands behind
// it. Here those whose source is open, and lines of nobody that is known.
#include <gtest/gtest.h>

#include "unit/trace/writer_case.h"

namespace hfilter_test {
namespace {

const WriterCases kPostfix{
    {"2.0 (smtpd.c)",
     " from a.example (b.example [192.0.2.1])\n\tby mx.example.com (Postfix) with ESMTP\n\tid 3F1A2\n\tfor "
     "<x@y.example>; "
     "Wed, 24 Mar 2004 16:00:00 +0000 (GMT)",
     "postfix smtp 192.0.2.1 \"a.example\" b.example:verified mx.example.com/ESMTP"},
    {"3.x, TLS 1.3",
     " from a.example (unknown [198.51.100.7])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
     "bits)\n\t"
     " key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\n\t(No client certificate "
     "requested)\n\tby mx.example.com (Postfix) with ESMTPS id 4Zx\n\tfor <x@y.example>; Tue, 4 Mar 2025 10:11:12 "
     "+0000 (UTC)",
     "postfix smtp 198.51.100.7 \"a.example\" :none mx.example.com/ESMTPS tls"},
    {"SASL",
     " from [10.1.1.1] (c.example [203.0.113.9])\n\t(Authenticated sender: bob@example.com)\n\tby mx.example.com "
     "(Postfix) with ESMTPSA id 4Zx; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix smtp 203.0.113.9 \"[10.1.1.1]\" c.example:verified mx.example.com/ESMTPSA tls auth:bob@example.com"},
    {"Debian's mail_name, IPv6",
     " from a.example (b.example [IPv6:2001:db8::25])\n\tby mx.example.com (Postfix (Debian/GNU)) with ESMTP id 4Zx; "
     "Tue, 4 Mar 2025 10:11:12 +0000",
     "postfix smtp 2001:db8::25 \"a.example\" b.example:verified mx.example.com/ESMTP"},
    {"pickup", " by mx.example.com (Postfix, from userid 33)\n\tid 4Zx; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix local - - :not-looked-up mx.example.com/"},
    {"pickup under another mail_name",
     " by mx.example.com (Mail, from userid 0)\n\tid 4Zx; Tue, 4 Mar 2025 10:11:12 +0000",
     "postfix local - - :not-looked-up mx.example.com/"},
    {"header_checks cut the from part: it hides a client",
     " by mx.example.com (Postfix) with ESMTPS id 4Zx\n\tfor <x@y.example>; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix smtp - - :not-looked-up mx.example.com/ESMTPS tls"},
    {"the same, and the client logged in",
     " by mx.example.com (Postfix) with ESMTPSA id 4Zx; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix smtp - - :not-looked-up mx.example.com/ESMTPSA tls auth"},
    {"smtpd_hide_client_session",
     " by mx.example.com (Postfix) id 4Zx\n\tfor <x@y.example>; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix local - - :not-looked-up mx.example.com/"},
    {"the client skipped HELO, or said \"unknown\"",
     " from unknown (unknown [198.51.100.7])\n\tby mx.example.com (Postfix) with SMTP id 4Zx\n\tfor <x@y.example>; "
     "Tue, "
     "4 Mar 2025 10:11:12 +0000 (UTC)",
     "postfix smtp 198.51.100.7 \"\" :none mx.example.com/SMTP"},
    {"EHLO was \"unknown\"",
     " from unknown (unknown [198.51.100.7])\n\tby mx.example.com (Postfix) with ESMTP id 4Zx; Tue, 4 Mar 2025 "
     "10:11:12 "
     "+0000 (UTC)",
     "postfix smtp 198.51.100.7 \"unknown\" :none mx.example.com/ESMTP"},
    {"HELO was \"unknown\", and there is a name",
     " from unknown (a.example [198.51.100.7])\n\tby mx.example.com (Postfix) with SMTP id 4Zx; Tue, 4 Mar 2025 "
     "10:11:12 "
     "+0000 (UTC)",
     "postfix smtp 198.51.100.7 \"unknown\" a.example:verified mx.example.com/SMTP"},
    {"forward, bounce", " by mx.example.com (Postfix)\n\tid 4Zx; Tue, 4 Mar 2025 10:11:12 +0000",
     "postfix local - - :not-looked-up mx.example.com/"},
};

TEST(ReceivedWriters, Postfix) { expect_all(kPostfix); }

const WriterCases kExim{
    {"4.96 (receive.c)",
     " from a.example ([192.0.2.1] helo=b.example)\n\tby mx.example.com with esmtps  (TLS1.3) tls "
     "TLS_AES_256_GCM_SHA384\n\t(Exim 4.96)\n\t(envelope-from <s@b.example>)\n\tid 1pYabc-0001Ab-2C\n\tfor "
     "x@y.example;\n\t"
     "Tue, 04 Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/esmtps tls"},
    {"no rDNS (host.c)",
     " from [192.0.2.1] (helo=b.example)\n\tby mx.example.com with smtp (Exim 4.69)\n\tid 1pYabc-0001Ab-2C; Tue, 04 "
     "Mar "
     "2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" :none mx.example.com/smtp"},
    {"HELO is the rDNS",
     " from a.example ([192.0.2.1])\n\tby mx.example.com with esmtp (Exim 4.69)\n\tid 1pYabc-0001Ab-2C; Tue, 04 Mar "
     "2025 "
     "10:11:12 +0000",
     "exim smtp 192.0.2.1 \"a.example\" a.example:verified mx.example.com/esmtp"},
    {"HELO is the literal",
     " from [192.0.2.1]\n\tby mx.example.com with esmtp (Exim 4.69)\n\tid 1pYabc-0001Ab-2C; Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "exim smtp 192.0.2.1 \"[192.0.2.1]\" :none mx.example.com/esmtp"},
    {"ports, as cPanel logs them",
     " from [192.0.2.1] (port=4711 helo=b.example)\n\tby mx.example.com with esmtpsa  (TLS1.2) tls X\n\t(Exim "
     "4.95)\n\tid "
     "1pYabc-0001Ab-2C; Tue, 04 Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" :none mx.example.com/esmtpsa tls auth"},
    {"a received_header_text with A=",
     " from [192.0.2.1] (helo=b.example)\n\tby mx.example.com with esmtps (A=plain:bob) (Exim 4.95)\n\tid "
     "1pYabc-0001Ab-2C; Tue, 04 "
     "Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" :none mx.example.com/esmtps tls auth"},
    {"port behind the address, ident, folded",
     " from a.example\n\t([192.0.2.1]:4711 helo=b.example ident=root)\n\tby mx.example.com with smtp (Exim "
     "4.69)\n\tid "
     "1pYabc-0001Ab-2C; Tue, 04 Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/smtp"},
    {"local",
     " from www-data by mx.example.com with local (Exim 4.96)\n\t(envelope-from <w@mx.example.com>)\n\tid "
     "1pYabc-0001Ab-2C\n\tfor x@y.example;\n\tTue, 04 Mar 2025 10:11:12 +0000",
     "exim local - - :none mx.example.com/local"},
    {"local, no user",
     " by mx.example.com with local (Exim 4.96)\n\tid 1pYabc-0001Ab-2C; Tue, 04 Mar 2025 10:11:12 +0000",
     "exim local - - :not-looked-up mx.example.com/local"},
    {"a received_header_text that hides the client",
     " by mx.example.com with esmtps (Exim 4.96)\n\tid 1pYabc-0001Ab-2C; Tue, 04 Mar 2025 10:11:12 +0000",
     "exim smtp - - :not-looked-up mx.example.com/esmtps tls"},
    {"2.05 and 3.1",
     " from a.example (b.example) [192.0.2.1] by mx.example.com with smtp (Exim 3.12 #1) id 15F0HM-00019f-00; Tue, "
     "26 Jun "
     "2001 23:21:48 +0200",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/smtp"},
    {"the site's own mark, told by the id",
     " from a.example ([192.0.2.1] helo=b.example)\n\tby mx.example.com with esmtp id 1pYabc-0001Ab-2C\n\tfor "
     "x@y.example; "
     "Tue, 04 Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/esmtp"},
};

TEST(ReceivedWriters, Exim) { expect_all(kExim); }

const WriterCases kQmail{
    {"1.03 (received.c)",
     " from a.example (HELO b.example) (192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/SMTP"},
    {"no rDNS, ident",
     " from unknown (HELO b.example) (root@192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"b.example\" :none mx.example.com/SMTP"},
    {"HELO is the rDNS", " from a.example (192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"a.example\" a.example:unverified mx.example.com/SMTP"},
    {"HELO was \"unknown\"", " from unknown (192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"unknown\" :none mx.example.com/SMTP"},
    {"empty HELO", " from a.example (HELO ) (192.0.2.1)\n  by mx.example.com with SMTP; 4 Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"\" a.example:unverified mx.example.com/SMTP"},
    {"TLS patch, qp",
     " from a.example (HELO b.example) (192.0.2.1)\n  by mx.example.com (qp 1) with (TLS_X encrypted) ESMTPSA; 4 "
     "Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPSA tls auth"},
    {"TLS patch of 2005",
     " from a.example (HELO b.example) (192.0.2.1)\n  by mx.example.com with AES256-SHA encrypted SMTP; 4 "
     "Mar 2025 10:11:12 -0000",
     "qmail smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/SMTP"},
    {"qmail-ldap",
     " from unknown (HELO b.example) ([192.0.2.1]) (envelope-sender <s@b.example>)\n          by mx.example.com "
     "(qmail-ldap-1.03) with SMTP\n          for <x@y.example>; 4 Mar 2025 10:11:12 -0000",
     "qmail-ldap smtp 192.0.2.1 \"b.example\" :none mx.example.com/SMTP"},
    {"qpsmtpd",
     " from a.example (HELO b.example) (192.0.2.1)\n    by mx.example.com (qpsmtpd/0.94) with ESMTP; Tue, 04 Mar "
     "2025 "
     "10:11:12 +0000",
     "qpsmtpd smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"Qsmtp",
     " from a.example ([192.0.2.1] HELO b.example)\n\tby mx.example.com (Qsmtpd 0.36) with ESMTP\n\tfor "
     "<x@y.example>; "
     "Tue, 04 Mar 2025 10:11:12 +0000",
     "qsmtp smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"from the network", " (qmail 17 invoked from network); 4 Mar 2025 10:11:12 -0000",
     "qmail-queue queue - - :not-looked-up /"},
    {"by a user", " (qmail 17 invoked by uid 1000); 4 Mar 2025 10:11:12 -0000",
     "qmail-queue local - - :not-looked-up /"},
    {"qmail-scanner",
     " from 192.0.2.1 by mx.example.com (envelope-from <s@b.example>, uid 501) with qmail-scanner-1.25 \n "
     "(clamdscan: 0.8. Clear:RC:0(192.0.2.1):. Processed in 0.1 secs); 4 Mar 2025 10:11:12 -0000",
     "qmail-scanner queue - - :not-looked-up mx.example.com/qmail-scanner-1.25"},
    {"simscan",
     " by simscan 1.4.0 ppid: 12, pid: 13, t: 0.1s\n         scanners: clamav: 0.9; 4 Mar 2025 10:11:12 -0000",
     "simscan queue - - :not-looked-up simscan/"},
};

TEST(ReceivedWriters, Qmail) { expect_all(kQmail); }

const WriterCases kSendmailAndOpenSmtpd{
    {"8.17 (cf: HReceived)",
     " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (8.17.1/8.17.1) with ESMTPS id "
     "524AB\n\t(version=TLSv1.3 "
     "cipher=X bits=256 verify=NO)\n\tfor <x@y.example>; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/ESMTPS tls"},
    {"no rDNS",
     " from b.example ([192.0.2.1])\n\tby mx.example.com (8.14.4/8.14.4) with SMTP id 524AB; Tue, 4 Mar 2025 "
     "10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"b.example\" :none mx.example.com/SMTP"},
    {"may be forged, folded",
     " from b.example (a.example [192.0.2.1]\n\t(may be forged))\n\tby mx.example.com (8.9.3/8.9.3) with SMTP id "
     "AAB; Tue, 4 Mar "
     "2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/SMTP"},
    {"ident",
     " from b.example (IDENT:x@a.example [192.0.2.1])\n\tby mx.example.com (8.11.6/8.11.6) with ESMTP id AAB; Tue, 4 "
     "Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/ESMTP"},
    {"authenticated",
     " from b.example (a.example [192.0.2.1])\n\t(authenticated bits=0)\n\tby mx.example.com "
     "(8.12.3/8.12.3/Debian -4) with ESMTP id AAB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/ESMTP auth"},
    {"submission",
     " (from bob@localhost)\n\tby mx.example.com (8.17.1/8.17.1/Submit) id 524AB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail local - - :not-looked-up mx.example.com/"},
    {"the client skipped HELO",
     " (from a.example [192.0.2.1])\n\tby mx.example.com (8.17.1/8.17.1) with SMTP id 524AB\n\tfor <x@y.example>; "
     "Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"\" a.example:verified mx.example.com/SMTP"},
    {"the same without rDNS",
     " (from [192.0.2.1])\n\tby mx.example.com (8.17.1/8.17.1) with SMTP id 524AB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"\" :none mx.example.com/SMTP"},
    {"the same with ident, may be forged",
     " (from IDENT:root@a.example [192.0.2.1] (may be forged))\n\tby mx.example.com (8.11.6/8.11.6) with SMTP id "
     "AAB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"\" a.example:unverified mx.example.com/SMTP"},
    {"the same with ident, without rDNS",
     " (from root@[192.0.2.1])\n\tby mx.example.com (8.11.6/8.11.6) with SMTP id AAB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail smtp 192.0.2.1 \"\" :none mx.example.com/SMTP"},
    {"a relative of Sendmail: the name may be the HELO",
     " (from b.example [192.0.2.1]) by mx.example.com (NAVGW 2.5.2.12) with SMTP id M2002; Tue, 4 Mar 2025 10:11:12 "
     "-0500",
     "sendmail smtp 192.0.2.1 - :not-looked-up mx.example.com/SMTP"},
    {"-bs",
     " from bob (bob@localhost)\n\tby mx.example.com (8.12.3/8.12.3) with ESMTP id AAB; Tue, 4 Mar 2025 10:11:12 GMT",
     "sendmail local - \"bob\" :none mx.example.com/ESMTP"},
    {"OpenSMTPD 7 (smtp_session.c): the PTR as it came",
     " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (OpenSMTPD) with ESMTPS id 0a1b2c3d "
     "(TLSv1.3:TLS_X:256:NO)\n\tfor <x@y.example>;\n\tTue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "opensmtpd smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"OpenSMTPD, IPv6 without brackets",
     " from b.example (<unknown> 2001:db8::25)\n\tby mx.example.com (OpenSMTPD) with ESMTP id 0a1b2c3d;\n\tTue, 4 "
     "Mar 2025 "
     "10:11:12 +0000 (UTC)",
     "opensmtpd smtp 2001:db8::25 \"b.example\" :none mx.example.com/ESMTP"},
    {"OpenSMTPD, local",
     " from localhost (mx.example.com [local])\n\tby mx.example.com (OpenSMTPD) with ESMTPA id 0a1b2c3d\n\t"
     "for <x@y.example>;\n\tTue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "opensmtpd local - \"localhost\" :none mx.example.com/ESMTPA"},
    {"OpenSMTPD, mask-src",
     " by mx.example.com (OpenSMTPD) with ESMTPSA id 0a1b2c3d (TLSv1.3:X:256:NO);\n\tTue, 4 Mar 2025 "
     "10:11:12 +0000 (UTC)",
     "opensmtpd smtp - - :not-looked-up mx.example.com/ESMTPSA tls auth"},
};

TEST(ReceivedWriters, SendmailAndOpenSmtpd) { expect_all(kSendmailAndOpenSmtpd); }

const WriterCases kOpenSourceServers{
    {"Courier",
     " from b.example (a.example [::ffff:192.0.2.1])\n  (AUTH: LOGIN bob, TLS: TLS1.2)\n  by mx.example.com with "
     "ESMTPSA\n  id 00000000000A1B2C.0000000065E5A0F0.00001234; Tue, 04 Mar 2025 10:11:12 +0000",
     "courier smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPSA tls auth:bob"},
    {"Courier, no id",
     " from b.example (a.example [::ffff:192.0.2.1])\n  (TLS: TLSv1/SSLv3,128bits,RC4-SHA)\n  by mx.example.com with "
     "ESMTPS; Tue, 04 "
     "Mar 2025 10:11:12 +0000",
     "courier smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"Haraka 3",
     " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (Haraka/3.0.3) with ESMTPS id "
     "11112222-3333-4444-5555-666677778888.1\n\tenvelope-from <s@b.example>\n\ttls TLS_X; Tue, 04 Mar 2025 10:11:12 "
     "+0000",
     "haraka smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"hMailServer",
     " from b.example (Unknown [192.0.2.1])\n\tby MX with ESMTPSA (version=TLSv1.2 cipher=X bits=256)\n\t; Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "hmailserver smtp 192.0.2.1 \"b.example\" :none MX/ESMTPSA tls auth"},
    {"Stalwart",
     " from b.example (a.example [192.0.2.1] (AS64500 Example, ZZ))\r\n\t(using TLSv1_3 with cipher "
     "TLS13_AES_256_GCM_SHA384)\r\n\tby mx.example.com (Stalwart SMTP) with ESMTPS id 48F8F;\r\n\tTue, 4 Mar 2025 "
     "10:11:12 +0000",
     "stalwart smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"James 3",
     " from 192.0.2.1 (EHLO [192.0.2.9]) ([192.0.2.1])\n          by mx.example.com (JAMES SMTP Server ) with ESMTPA "
     "ID "
     "17d4fa1e\n          for <x@y.example>;\n          Tue, 04 Mar 2025 10:11:12 +0000 (UTC)",
     "james smtp 192.0.2.1 \"[192.0.2.9]\" :none mx.example.com/ESMTPA auth"},
    {"James 2.3",
     " from b.example ([192.0.2.1])\n          by mx.example.com (JAMES SMTP Server 2.3.2) with SMTP ID 874\n"
     "          for <x@y.example>;\n          Tue, 4 Mar 2025 10:11:12 +0000",
     "james smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"ZoneMTA",
     " from [10.1.1.1] ([192.0.2.1] a.example)\n (Authenticated sender: bob)\n by mx.example.com (ZoneMTA) with "
     "ESMTPSA "
     "id 19.001\n for <x@y.example> (version=TLSv1.3 cipher=X); Tue, 04 Mar 2025 10:11:12 +0000",
     "zonemta smtp 192.0.2.1 \"[10.1.1.1]\" a.example:unverified mx.example.com/ESMTPSA tls auth:bob"},
    {"ZMailer",
     " from a.example ([192.0.2.1]:4711 \"EHLO b.example\" rhost-flags-OK-OK-OK-OK) by mx.example.com with ESMTP id "
     "S17; Tue, 4 Mar 2025 10:11:12 -0500",
     "zmailer smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"amavis",
     " from mx.example.com ([127.0.0.1])\n\tby localhost (mx.example.com [127.0.0.1]) (amavisd-new, port "
     "10024)\n\twith "
     "ESMTP id abcdef-ghijkl-mn for <x@y.example>; Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "amavis smtp 127.0.0.1 \"mx.example.com\" :not-looked-up localhost/ESMTP"},
    {"amavis",  // since 2.12
     " from mx.example.com ([127.0.0.1])\n\tby localhost (mx.example.com [127.0.0.1]) (amavis, port 10024) with ESMTP"
     "\n\tid Qb7; Tue, 4 Mar 2025 10:11:12 +0000",
     "amavis smtp 127.0.0.1 \"mx.example.com\" :not-looked-up localhost/ESMTP"},
    {"Obtuse smtpd",
     " from a.example(192.0.2.1), claiming to be \"b.example\"\n via SMTP by mx.example.com, id smtpdV1; Tue Mar 4 "
     "10:11:12 2025",
     "obtuse smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/"},
};

TEST(ReceivedWriters, OpenSourceServers) { expect_all(kOpenSourceServers); }

const WriterCases kUnknownOnes{
    {"RFC 5321 4.4",
     " from b.example (a.example [192.0.2.1]) by mx.example.com with ESMTP id 17; Tue, 04 Mar 2025 10:11:12 +0000",
     "unknown smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"TCP-info is the address alone",
     " from b.example ([192.0.2.1]) by mx.example.com (Own 1.0) with ESMTPA id 17; Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "unknown smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTPA auth"},
    {"HELO is the same address",
     " from [192.0.2.1] ([192.0.2.1]) by mx.example.com (Own 1.0) with ESMTP id 17; Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "unknown smtp 192.0.2.1 \"[192.0.2.1]\" :not-looked-up mx.example.com/ESMTP"},
    {"HELO is another address: either may be the client",
     " from [10.1.1.1] ([192.0.2.1]) by mx.example.com (Own 1.0) with ESMTPA id 17; Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "unknown ambiguous - - :not-looked-up mx.example.com/ESMTPA"},
    {"no TCP-info", " from b.example by mx.example.com (Own 1.0) with ESMTP id 17; Tue, 04 Mar 2025 10:11:12 +0000",
     "unknown unparsed - - :not-looked-up mx.example.com/ESMTP"},
    {"a lone literal may be the HELO",
     " from [192.0.2.1] by mx.example.com (Own 1.0) with ESMTP id 17; Tue, 04 Mar 2025 10:11:12 +0000",
     "unknown unparsed - - :not-looked-up mx.example.com/ESMTP"},
    {"two addresses",
     " from b.example (c.example [192.0.2.1]) (d.example [192.0.2.2]) by mx.example.com with ESMTP id 17; Tue, 04 "
     "Mar "
     "2025 10:11:12 +0000",
     "unknown ambiguous - - :not-looked-up mx.example.com/ESMTP"},
    {"no from", " by mx.example.com with ESMTP id 17; Tue, 04 Mar 2025 10:11:12 +0000",
     "unknown unparsed - - :not-looked-up "
     "mx.example.com/ESMTP"},
    {"empty", "", "unknown unparsed - - :not-looked-up /"},
    {"nothing but from", " from ", "unknown unparsed - - :not-looked-up /"},
    {"garbage", " (((((\"<;by by by", "unknown unparsed - - :not-looked-up /"},
};

TEST(ReceivedWriters, UnknownOnes) { expect_all(kUnknownOnes); }

TEST(ReceivedWriters, AddressesAreCanonical) {
  const WriterCase cases[] = {
      {"v4-mapped, dotted", "[::ffff:192.0.2.1]", "192.0.2.1"},
      {"v4-mapped, hex", "[IPv6:0:0:0:0:0:ffff:c000:201]", "192.0.2.1"},
      {"tag", "[IPv6:2001:DB8::1]", "2001:db8::1"},
      {"scope", "[fe80::1%eth0]", "fe80::1"},
      {"port", "[192.0.2.1]:4711", "192.0.2.1"},
  };
  for (const WriterCase& test : cases) {
    const std::string line = std::string("from a.example (b.example ") + test.in +
                             ")\n\tby mx.example.com (Postfix) with ESMTP id 1; Tue, 4 Mar 2025 10:11:12 +0000";
    const ReceivedHop hop = parse_received(line, 1);
    ASSERT_TRUE(hop.client) << test.name;
    EXPECT_EQ(hop.client->to_string(), test.want) << test.name;
  }
}

// An Exim line without helo= is that of a client whose HELO is the name or the literal there, or of one that skipped
// it.
TEST(ReceivedWriters, InferredHelo) {
  const std::string tail = "\n\tby mx.example.com with esmtp (Exim 4.96)\n\tid 1abcDE-000abc-1X";
  const struct {
    const char* head;
    bool want;
  } tests[] = {
      {"from a.example ([192.0.2.1])", true},
      {"from [192.0.2.1]", true},
      {"from [192.0.2.1] (port=4711 ident=x)", true},
      {"from a.example [192.0.2.1]", true},
      {"from a.example ([192.0.2.1] helo=b.example)", false},
      {"from [192.0.2.1] (port=4711 helo=b.example)", false},
      {"from a.example (b.example) [192.0.2.1]", false},
  };
  for (const auto& test : tests) EXPECT_EQ(parse_received(test.head + tail, 1).helo_inferred, test.want) << test.head;
}

TEST(ReceivedWriters, OtherClauses) {
  const char* line =
      " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (Postfix) with ESMTP id 4Zx\n\tfor <\"a; "
      "b\"@y.example>; Wed, 24 "
      "Mar 2004 16:00:00 +0000 (GMT)";
  const ReceivedHop hop = parse_received(line, 3);
  EXPECT_EQ(hop.number, 3);
  EXPECT_EQ(hop.raw, line);
  EXPECT_EQ(hop.id, "4Zx");
  EXPECT_EQ(hop.for_recipient, "\"a; b\"@y.example");
  EXPECT_EQ(hop.time, 1080144000);
  EXPECT_FALSE(hop.envelope_from);

  const ReceivedHop exim = parse_received(
      " from b.example ([192.0.2.1])\n\tby mx.example.com with esmtp (Exim 4.96)\n\t(envelope-from <>)\n\tid "
      "1abcDE-000abc-1X\n\tfor "
      "x@y.example;\n\tTue, 04 Mar 2025 10:11:12 +0000",
      1);
  EXPECT_EQ(exim.envelope_from, "");
  EXPECT_EQ(exim.id, "1abcDE-000abc-1X");
  EXPECT_EQ(exim.for_recipient, "x@y.example");
}

/// Returns true iff some case is read differently without the row.
bool is_needed(size_t row) {
  const hfilter::Table<hfilter::Writer> all = hfilter::received_writers();
  std::vector<hfilter::Writer> others(all.begin(), all.end());
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(row));
  for (const WriterCases* cases : WriterCases::all()) {
    for (const WriterCase& test : *cases) {
      if (spell(parse_received(test.in, 1, {others.data(), others.size()})) != test.want) return true;
    }
  }
  return false;
}

TEST(ReceivedWriters, EachRowHasALineOfItsOwn) {
  const hfilter::Table<hfilter::Writer> all = hfilter::received_writers();
  for (size_t row = 0; row < all.size(); ++row) {
    EXPECT_TRUE(is_needed(row)) << "row " << row + 1 << " of received_writers.cc (" << all[row].name << ", mark \""
                                << all[row].mark << "\"): no line in the tables of this test and of "
                                << "received_products_test.cc is read by it";
  }
}

}  // namespace
}  // namespace hfilter_test
