// SPDX-License-Identifier: BSD-2-Clause
//
// One line of each MTA and version, written for this test in the form of its writer. The origin of a form stands behind
// it. Here products, providers and programs that are no SMTP server.
#include <gtest/gtest.h>

#include "unit/trace/writer_case.h"

namespace hfilter_test {
namespace {

const WriterCases kCommercialServers{
    {"Exchange 2019",
     " from b.example (192.0.2.1) by EX1.example.com (10.0.0.5) with Microsoft SMTP Server\n (version=TLS1_2, "
     "cipher=X) id 15.1.225.42 via Frontend\n Transport; Tue, 4 Mar 2025 10:11:12 +0000",
     "exchange smtp 192.0.2.1 \"b.example\" :not-looked-up EX1.example.com/Microsoft SMTP Server tls"},
    {"Exchange Online, hand-off to the mailbox",
     " from A.example.com (2001:db8::12)\n by B.example.com with HTTPS; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "exchange smtp 2001:db8::12 \"A.example.com\" :not-looked-up B.example.com/HTTPS tls"},
    {"Exchange, from the store",
     " from A.example.com ([fe80::1]) by A.example.com ([fe80::1%5]) with mapi id 15.20.1; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "exchange queue fe80::1 \"A.example.com\" :not-looked-up A.example.com/mapi"},
    {"IIS",
     " from b.example ([192.0.2.1]) by mx.example.com with Microsoft SMTPSVC(6.0.3790.1830); Tue, 4 Mar 2025 "
     "10:11:12 +0100",
     "iis smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/Microsoft SMTPSVC"},
    {"IIS 4",
     " from b.example - 192.0.2.1 by mx.example.com with Microsoft SMTPSVC(5.5.1775.675.6); Tue, 4 Mar 2025 10:11:12 "
     "+0100",
     "iis smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/Microsoft SMTPSVC"},
    {"IIS pickup", " from mail pickup service by mx.example.com with Microsoft SMTPSVC; Tue, 4 Mar 2025 10:11:12 -0500",
     "iis local - - :not-looked-up mx.example.com/Microsoft SMTPSVC"},
    {"Domino",
     " from b.example ([192.0.2.1]) by mx.example.com (IBM Domino Release 9.0.1) with ESMTP id 2025030410-17 ; Tue, "
     "4 Mar "
     "2025 10:11:12 +0000",
     "domino smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"CommuniGate",
     " from [192.0.2.1] (account bob HELO b.example) by mx.example.com (CommuniGate Pro SMTP 6.1) with ESMTPSA id "
     "17; Tue, 04 Mar 2025 10:11:12 +0000",
     "communigate smtp 192.0.2.1 \"b.example\" :none mx.example.com/ESMTPSA tls auth:bob"},
    {"CommuniGate, verified",
     " from b.example ([192.0.2.1] verified) by mx.example.com (CommuniGate Pro SMTP 6.1) with ESMTP id 17; "
     "Tue, 04 Mar 2025 10:11:12 +0000",
     "communigate smtp 192.0.2.1 \"b.example\" b.example:verified mx.example.com/ESMTP"},
    {"MDaemon 6",
     " from [10.1.1.1] [192.0.2.1] by mx.example.com [192.0.2.2] with SMTP (MDaemon.PRO.v6.0.7.R)\n\tfor "
     "<x@y.example>; "
     "Tue, 04 Mar 2025 10:11:12 +0000",
     "mdaemon smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up mx.example.com/SMTP"},
    {"MDaemon 26",
     " from b.example ([192.0.2.1]) by mx.example.com (192.0.2.2) (MDaemon PRO v26.0.2b) \n\twith ESMTPSA id "
     "md5001.msg; Tue, 04 Mar 2025 10:11:12 +0000",
     "mdaemon smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTPSA tls auth"},
    {"Kerio",
     " from b.example ([192.0.2.1])\n\t(authenticated user bob@example.com)\n\tby mx.example.com (Kerio Connect "
     "9.4.2) with "
     "ESMTPA;\n\tTue, 04 Mar 2025 10:11:12 +0000",
     "kerio smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTPA auth:bob@example.com"},
    {"IceWarp",
     " from [10.1.1.1] ([192.0.2.1])\n by mx.example.com (IceWarp 12.0.3.1 x64) with ASMTP (SSL) id 20250304; Tue, "
     "04 Mar "
     "2025 10:11:12 +0000",
     "icewarp smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up mx.example.com/ASMTP tls auth"},
    {"MailEnable",
     " from b.example ([192.0.2.1]) by mx.example.com with MailEnable ESMTP; Tue, 04 Mar 2025 10:11:12 +0000",
     "mailenable smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"InterMail",
     " from b.example ([192.0.2.1]) by mx.example.com (InterMail vM.5.01.04.19 201) with ESMTP id <17@b.example>; "
     "Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "intermail smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Oracle",
     " from b.example (a.example [192.0.2.1]) by mx.example.com (Oracle Communications Messaging Server 8.0 64bit "
     "(built "
     "Jun 7 2017)) with ESMTPS id <0A@mx.example.com> for x@y.example; Tue, 04 Mar 2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"PowerMTA",
     " from [10.1.1.1] (192.0.2.1) by mx.example.com (PowerMTA(TM) v3.5r15) id h13 for <x@y.example>; Tue, 4 Mar "
     "2025 "
     "10:11:12 -0500 (envelope-from <s@b.example>)",
     "powermta smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up mx.example.com/"},
    {"PowerMTA 5",
     " from b.example (a.example [192.0.2.1]) by mx.example.com (PowerMTA v5.0r3) id h13 for <x@y.example>; Tue, 4 "
     "Mar "
     "2025 10:11:12 -0500",
     "powermta smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/"},
    {"PowerMTA, pickup",
     " by mx.example.com (PowerMTA(TM) v1.5); Tue, 4 Mar 2025 10:11:12 -0500 (envelope-from <s@b.example>)",
     "powermta queue - - :not-looked-up mx.example.com/"},
    {"PowerMTA, without from", " by mx.example.com (PowerMTA v5.0r3) with ESMTP id h13; Tue, 4 Mar 2025 10:11:12 -0500",
     "powermta unparsed - - :not-looked-up mx.example.com/ESMTP"},
    {"IronPort",
     " from unknown (HELO b.example) ([192.0.2.1])\n  by esa.example.com with ESMTP/TLS/AES256-SHA256; 04 Mar 2025 "
     "10:11:12 -0700",
     "ironport smtp 192.0.2.1 \"b.example\" :none esa.example.com/ESMTP/TLS/AES256-SHA256 tls"},
    {"Barracuda",
     " from b.example (a.example [192.0.2.1]) by bar.example.com with ESMTP id XY12 (version=TLSv1.2 cipher=X "
     "bits=256 "
     "verify=NO) for <x@y.example>; Tue, 04 Mar 2025 10:11:12 -0500 (EST)",
     "unknown smtp 192.0.2.1 \"b.example\" a.example:unverified bar.example.com/ESMTP tls"},
    {"Momentum 4",
     " from [192.0.2.1] ([192.0.2.1:4711] helo=b.example)\n\tby mx.example.com (envelope-from <s@b.example>)\n\t"
     "(ecelerity 4.7.0.20111 r(msys-ecelerity:tags/4.7.0-ga^0)) with ESMTPS "
     "(cipher=X\n\tsubject=\"/C=US/CN=x\")\n\tid "
     "67/BC-00524-6C590876; Tue, 4 Mar 2025 10:11:12 +0000",
     "ecelerity smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTPS tls"},
    {"Momentum 5, HELO is a literal",
     " from [192.0.2.1] ([192.0.2.1:4711] helo=[192.0.2.10])\n\tby mx.example.com (envelope-from <s@b.example>)\n\t"
     "(ecelerity 5.1.0 r(Core:5.1.0.0)) with ESMTP\n\tid 99/68; Tue, 4 Mar 2025 10:11:12 +0000",
     "ecelerity smtp 192.0.2.1 \"[192.0.2.10]\" :not-looked-up mx.example.com/ESMTP"},
    {"Momentum, HELO is a literal with a port",
     " from [192.0.2.1] ([192.0.2.1:4711] helo=[192.0.2.10:25]) by mx.example.com (ecelerity 4.4.0) with ESMTP id "
     "99/68; Tue, 4 Mar 2025 10:11:12 +0000",
     "ecelerity smtp 192.0.2.1 \"[192.0.2.10:25]\" :not-looked-up mx.example.com/ESMTP"},
    {"Momentum, IPv6",
     " from [2001:db8::25] ([2001:db8::25:4711] helo=b.example) by mx.example.com (ecelerity 4.4.0) with ESMTP id "
     "99/68; Tue, 4 Mar 2025 10:11:12 +0000",
     "ecelerity smtp 2001:db8::25 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Momentum, a name",
     " from a.example ([192.0.2.1:4711] helo=b.example) by mx.example.com (ecelerity 4.4.0) with ESMTP id 99/68; "
     "Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "ecelerity smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"Momentum, its interface for programs",
     " from [192.0.2.1] ([192.0.2.1]) by mx.example.com (ecelerity 4.2.38) with REST id 99/68; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "ecelerity smtp 192.0.2.1 \"[192.0.2.1]\" :not-looked-up mx.example.com/REST"},
    {"Momentum, two clients",
     " from [10.1.1.1] ([192.0.2.1:4711] helo=x) by mx.example.com (ecelerity 5.1.0) with ESMTP id 99/68; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "ecelerity ambiguous - - :not-looked-up mx.example.com/ESMTP"},
    {"Eudora Internet Mail Server",
     " from [10.1.1.1] (192.0.2.1) by mx.example.com with ESMTP (Eudora Internet Mail Server 3.1.3); Tue, 4 Mar 2025 "
     "10:11:12 -0500",
     "eims smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up mx.example.com/ESMTP"},
    {"smap", " from a.example(192.0.2.1) by fw.example.com via smap (V2.1)\n\tid xma1; Tue, 4 Mar 25 10:11:12 +0200",
     "smap smtp 192.0.2.1 - a.example:unverified fw.example.com/"},
};

TEST(ReceivedWriters, CommercialServers) { expect_all(kCommercialServers); }

const WriterCases kProviders{
    {"Gmail",
     " from b.example (a.example. [192.0.2.1])\n        by mx.google.com with ESMTPS id ab12si345.2025.03.04\n       "
     " for "
     "<x@gmail.com>\n        (version=TLS1_3 cipher=X bits=256/256);\n        Tue, 04 Mar 2025 10:11:12 -0800 (PST)",
     "google smtp 192.0.2.1 \"b.example\" a.example:unverified mx.google.com/ESMTPS tls"},
    {"Gmail under a name of its customer",
     " from [10.1.1.1] (a.example. [192.0.2.1])\n        by smtp.example.com with ESMTPSA id "
     "p16-v6sm7861105wro.29.2025.03.04.10.11.12\n        for <x@y.example>;\n        Tue, 04 Mar 2025 10:11:12 -0800 "
     "(PST)",
     "google smtp 192.0.2.1 \"[10.1.1.1]\" a.example:unverified smtp.example.com/ESMTPSA tls auth"},
    {"InterMail without its mark, at Kolumbus",
     " from [10.1.1.1] ([192.0.2.1]) by fep07-app.kolumbus.fi with ESMTP id <2025.M1.fep07-app.kolumbus.fi@x>; Tue, "
     "4 "
     "Mar 2025 10:11:12 +0300",
     "intermail smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up fep07-app.kolumbus.fi/ESMTP"},
    {"AT&T Global Network",
     " from [10.1.1.1] (a.example[192.0.2.1]) by prserv.net (out4) with ESMTP id <2025>; Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "prserv smtp 192.0.2.1 \"[10.1.1.1]\" a.example:unverified prserv.net/ESMTP"},
    {"MessageLabs",
     " from [192.0.2.1] (using TLSv1.2 with cipher\n DHE-RSA-AES256-GCM-SHA384 (256 bits))\n by "
     "server-2.bemta.az-a.us-west-2.aws.symcld.net id 61/18-39641-12CB7B06; Tue, 4 Mar 2025 10:11:12 +0000",
     "messagelabs smtp 192.0.2.1 - :not-looked-up server-2.bemta.az-a.us-west-2.aws.symcld.net/ tls"},
    {"Gmail, inside",
     " by 2002:a05:6402:1:b0:1:2:3 with SMTP id ab12csp1;\n        Tue, 4 Mar 2025 10:11:12 -0800 (PST)",
     "google queue - - :not-looked-up 2002:a05:6402:1:b0:1:2:3/SMTP"},
    {"Gmail API", " from 1006 named unknown by gmailapi.google.com with HTTPREST; Tue, 4 Mar 2025 10:11:12 -0800",
     "google queue - - :not-looked-up gmailapi.google.com/HTTPREST"},
    {"Yahoo",
     " from 127.0.0.1  (EHLO b.example) (192.0.2.1)\n  by mta1.mail.yahoo.com with SMTPS; Tue, 04 Mar 2025 10:11:12 "
     "+0000",
     "yahoo smtp 192.0.2.1 \"b.example\" :none mta1.mail.yahoo.com/SMTPS tls"},
    {"Yahoo, inside", " from [192.0.2.1] by n1.bullet.mail.yahoo.com with NNFMP; 04 Mar 2025 10:11:12 -0000",
     "yahoo queue 192.0.2.1 - :not-looked-up n1.bullet.mail.yahoo.com/NNFMP"},
    {"GMX",
     " from [10.1.1.1] ([192.0.2.1]) by mail.gmx.net (mrgmx105\n [192.0.2.168]) with ESMTPSA (Nemesis) id 1N2-1sY; "
     "Tue, 04 "
     "Mar 2025 10:11:12 +0100",
     "gmx smtp 192.0.2.1 \"[10.1.1.1]\" :not-looked-up mail.gmx.net/ESMTPSA tls auth"},
    {"Amazon SES",
     " from b.example (a.example [192.0.2.1])\n by inbound-smtp.us-west-2.amazonaws.com with SMTP id abc\n for "
     "x@y.example;\n Tue, 04 Mar 2025 10:11:12 +0000 (UTC)",
     "ses smtp 192.0.2.1 \"b.example\" a.example:unverified inbound-smtp.us-west-2.amazonaws.com/SMTP"},
    {"SendGrid",
     " from MTA (unknown) by geopod-1 (SG) with ESMTP id Ab for <x@y.example>; Tue, 04 Mar 2025 10:11:12.334 +0000 "
     "(UTC)",
     "sendgrid queue - - :not-looked-up geopod-1/ESMTP"},
    {"Mailgun",
     " from b.example (a.example [192.0.2.1]) by mxa.mailgun.org with ESMTP id 5f.7-in-1; Tue, 04 Mar 2025 10:11:12 "
     "-0000 "
     "(UTC)",
     "unknown smtp 192.0.2.1 \"b.example\" a.example:unverified mxa.mailgun.org/ESMTP"},
    {"Mailgun, by its API", " by luna.mailgun.net with HTTP; Tue, 04 Mar 2025 10:11:12 +0000",
     "mailgun queue - - :not-looked-up luna.mailgun.net/HTTP"},
    {"Mimecast",
     " from b.example (a.example\n [192.0.2.1]) by relay.mimecast.com with ESMTP with STARTTLS\n (version=TLSv1.2, "
     "cipher=X) id\n uk-mta-12-AbC-1; Tue, 04 Mar 2025 10:11:12 +0000",
     "mimecast smtp 192.0.2.1 \"b.example\" a.example:unverified relay.mimecast.com/ESMTP tls"},
    {"Proofpoint",
     " from b.example (a.example [192.0.2.1])\n\tby mx0a.pphosted.com (PPS) with ESMTPS id 3m1-1\n\t(version=TLSv1.2 "
     "cipher=X bits=256 verify=NOT)\n\tfor <x@y.example>; Tue, 04 Mar 2025 10:11:12 +0000",
     "proofpoint smtp 192.0.2.1 \"b.example\" a.example:verified mx0a.pphosted.com/ESMTPS tls"},
    {"Alibaba",
     " from b.example(mailfrom:s@b.example fp:X cluster:y) by smtp.aliyun-inc.com(127.0.0.1); Tue, 04 Mar 2025 "
     "10:11:12 "
     "+0800",
     "alibaba smtp - \"b.example\" :not-looked-up smtp.aliyun-inc.com/"},
};

TEST(ReceivedWriters, Providers) { expect_all(kProviders); }

const WriterCases kNoSmtpClient{
    {"Dovecot LMTP",
     " from mx.example.com ([127.0.0.1])\n\tby store.example.com with LMTP\n\tid iKZ\n\t(envelope-from "
     "<s@b.example>)\n\tfor <x@y.example>; Tue, 04 Mar 2025 10:11:12 +0000",
     "lmtp lmtp 127.0.0.1 \"mx.example.com\" :not-looked-up store.example.com/LMTP"},
    {"Dovecot LMTP, no address",
     " from mx.example.com\n\tby store.example.com with LMTP id iKZ\n\tfor <x@y.example>; Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "lmtp lmtp - \"mx.example.com\" :not-looked-up store.example.com/LMTP"},
    {"Cyrus, socket",
     " from mx.example.com ([unix socket])\n\t by store.example.com (Cyrus 3.2.6) with LMTPA;\n\t Tue, 04 Mar 2025 "
     "10:11:12 +0000",
     "cyrus lmtp - \"mx.example.com\" :not-looked-up store.example.com/LMTPA"},
    {"Zimbra",
     " from a.example (LHLO b.example) (192.0.2.1) by store.example.com\n with LMTP; Tue, 4 Mar 2025 10:11:12 +0000 "
     "(UTC)",
     "lmtp lmtp 192.0.2.1 \"b.example\" a.example:unverified store.example.com/LMTP"},
    {"fetchmail",
     " from pop.example.net [192.0.2.110]\n\tby home.example.com with POP3 (fetchmail-6.4.37)\n\tfor <bob@localhost> "
     "(single-drop); Tue, 04 Mar 2025 10:11:12 +0000 (UTC)",
     "fetchmail retrieval 192.0.2.110 \"pop.example.net\" :not-looked-up home.example.com/POP3"},
    {"getmail",
     " from unknown by home.example.com with POP3 (getmail6 6.18 msgid:1);\n\tTue, 04 Mar 2025 10:11:12 +0000",
     "getmail retrieval - \"unknown\" :not-looked-up home.example.com/POP3"},
    {"fdm", " by home.example.com (fdm 2.0, account \"pop\");\n\tTue, 04 Mar 2025 10:11:12 +0000",
     "fdm retrieval - - :not-looked-up home.example.com/"},
    {"DMA",
     " from bob (uid 1000)\n\t(envelope-from bob@example.com)\n\tid e0720\n\tby home.example.com (DragonFly Mail "
     "Agent "
     "v0.13);\n\tTue, 04 Mar 2025 10:11:12 +0000",
     "dma local - - :not-looked-up home.example.com/"},
    {"nullmailer", " (nullmailer pid 17 invoked by uid 0);\n\tTue, 04 Mar 2025 10:11:12 -0000",
     "nullmailer local - - :not-looked-up /"},
    {"SquirrelMail",
     " from 192.0.2.1\n        (SquirrelMail authenticated user bob)\n        by mail.example.com with HTTP;\n       "
     " "
     "Tue, 4 Mar 2025 10:11:12 +0000 (UTC)",
     "squirrelmail smtp 192.0.2.1 - :not-looked-up mail.example.com/HTTP webmail:bob"},
    {"Roundcube",
     " from [192.0.2.1] (a.example [192.0.2.1])\n\tby mail.example.com\n\twith HTTP (HTTP/1.1 POST); Tue, 04 Mar "
     "2025 "
     "10:11:12 +0000",
     "roundcube smtp 192.0.2.1 - a.example:unverified mail.example.com/HTTP webmail"},
    {"a webmail without a mark is no authentication",
     " from [192.0.2.1] by web1.mail.yahoo.com via HTTP; Tue, 04 Mar 2025 10:11:12 "
     "PST",
     "webmail smtp 192.0.2.1 - :not-looked-up web1.mail.yahoo.com/"},
};

TEST(ReceivedWriters, NoSmtpClient) { expect_all(kNoSmtpClient); }

const WriterCases kOlderForms{
    {"Exim, local by SMTP",
     " by mx.example.com with local-esmtp (Exim 4.96)\n\tid 1pYabc-0001Ab-2C; Tue, 4 Mar 2025 10:11:12 +0000",
     "exim local - - :not-looked-up mx.example.com/local-esmtp"},
    {"Exim, a received_header_text without id",
     " from a.example ([192.0.2.1] helo=b.example)\n\tby mx.example.com with esmtps (Exim 4.96)\n\t(envelope-from "
     "<s@b.example>); Tue, 4 Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/esmtps tls"},
    {"Exim 4.97, the site's own mark, told by the longer id",
     " from a.example ([192.0.2.1] helo=b.example)\n\tby mx.example.com with esmtps id 1tpQab-00000001Abc-1xyz; Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "exim smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/esmtps tls"},
    {"Sendmail of IRIX",
     " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (SGI-8.9.3/8.9.3) with ESMTP id AAA17; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/ESMTP"},
    {"Sendmail of IRIX, no HELO",
     " (from a.example [192.0.2.1])\n\tby mx.example.com (SGI-8.9.3/8.9.3) with SMTP id AAA17; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "sendmail smtp 192.0.2.1 \"\" a.example:verified mx.example.com/SMTP"},
    {"Sendmail as V8",
     " from b.example (a.example [192.0.2.1])\n\tby mx.example.com (V8/3.15) with SMTP id AAA17; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "sendmail smtp 192.0.2.1 \"b.example\" a.example:verified mx.example.com/SMTP"},
    {"Sendmail as V8, no HELO",
     " (from a.example [192.0.2.1])\n\tby mx.example.com (V8/3.15) with SMTP id AAA17; Tue, 4 Mar 2025 10:11:12 +0000",
     "sendmail smtp 192.0.2.1 \"\" a.example:verified mx.example.com/SMTP"},
    {"Courier, IPv6",
     " from b.example (a.example [2001:db8::25])\n  by mx.example.com with ESMTPS\n  id 00AB12C.67C6D000.00001234; "
     "Tue, 4 Mar 2025 10:11:12 +0000",
     "courier smtp 2001:db8::25 \"b.example\" a.example:unverified mx.example.com/ESMTPS tls"},
    {"a webmail without a mark", " from 192.0.2.1 by mail.example.com with HTTP; Tue, 4 Mar 2025 10:11:12 +0000",
     "webmail smtp 192.0.2.1 - :not-looked-up mail.example.com/HTTP"},
    {"Horde",
     " from a.example (a.example [192.0.2.1])\n\tby mail.example.com (Horde Framework) with HTTPS; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "horde smtp 192.0.2.1 - a.example:unverified mail.example.com/HTTPS tls webmail"},
    {"qmail-qmqpd", " from 192.0.2.1\n  by mx.example.com with QMQP; 4 Mar 2025 10:11:12 -0000",
     "qmail-qmqpd smtp 192.0.2.1 - :not-looked-up mx.example.com/QMQP"},
};

TEST(ReceivedWriters, OlderForms) { expect_all(kOlderForms); }

const WriterCases kOlderServers{
    {"Exchange 5.5",
     " from b.example ([192.0.2.1]) by mx.example.com with SMTP (Microsoft Exchange Internet Mail Service Version "
     "5.5.2653.13)\n\tid 1ABC; Tue, 4 Mar 2025 10:11:12 +0000",
     "exchange5 smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"Exchange 5.5, HELO is the literal",
     " from [192.0.2.1] by mx.example.com with SMTP (Microsoft Exchange Internet Mail Service Version "
     "5.5.2653.13)\n\tid 1ABC; Tue, 4 Mar 2025 10:11:12 +0000",
     "exchange5 smtp 192.0.2.1 - :not-looked-up mx.example.com/SMTP"},
    {"Exchange 5.5, from the store",
     " by mx.example.com with Internet Mail Service (5.5.2653.19)\n\tid <1ABC>; Tue, 4 Mar 2025 10:11:12 +0000",
     "exchange5 queue - - :not-looked-up mx.example.com/Internet"},
    {"ArGoSoft",
     " from [192.0.2.1] by mx.example.com\n  (ArGoSoft Mail Server Pro for WinNT/2000/XP, Version 1.8 (1.8.2.9)) with "
     "ESMTP id 17; Tue, 4 Mar 2025 10:11:12 +0000",
     "argosoft smtp 192.0.2.1 - :not-looked-up mx.example.com/ESMTP"},
    {"AppleShare IP 6",
     " from b.example ([192.0.2.1] a.example) by mx.example.com (AppleShare IP Mail Server 6.2.1) with SMTP id 17; "
     "Tue, 4 Mar 2025 10:11:12 +0000",
     "apple smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/SMTP"},
    {"Lotus Domino 5",
     " from b.example ([192.0.2.1]) by mx.example.com (Lotus Domino Release 5.0.8) with SMTP id 2025030410:17; Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "domino smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"HCL Domino",
     " from b.example ([192.0.2.1]) by mx.example.com (HCL Domino Release 12.0.2) with ESMTP id 2025030410-17; Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "domino smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Merak",
     " from b.example ([192.0.2.1]) by mx.example.com (Merak 5.5.5) with SMTP id ABC17; Tue, 4 Mar 2025 10:11:12 +0000",
     "icewarp smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"IMail 7",
     " from b.example [192.0.2.1] by mx.example.com with ESMTP\n  (SMTPD32-7.07) id A17; Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "imail smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"IMail 8",
     " from b.example [192.0.2.1] by mx.example.com with ESMTP\n  (SMTPD-8.21) id A17; Tue, 4 Mar 2025 10:11:12 +0000",
     "imail smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"InterMail, HELO is the literal",
     " from [192.0.2.1] by mx.example.com\n\t(InterMail vM.5.01.04.19 201) with ESMTP id <17@mx.example.com>; Tue, 4 "
     "Mar 2025 10:11:12 +0000",
     "intermail smtp 192.0.2.1 - :not-looked-up mx.example.com/ESMTP"},
    {"InterScan", " from 192.0.2.1 by mx.example.com (InterScan E-Mail VirusWall NT); Tue, 4 Mar 2025 10:11:12 +0000",
     "interscan smtp 192.0.2.1 - :not-looked-up mx.example.com/"},
    {"IronPort, HELO by SMTP",
     " from unknown (HELO b.example) ([192.0.2.1])\n  by esa.example.com with SMTP/TLS/AES256-SHA; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "ironport smtp 192.0.2.1 \"b.example\" :none esa.example.com/SMTP/TLS/AES256-SHA tls"},
    {"MailEnable 1",
     " from b.example ([192.0.2.1]) by mx.example.com Inbound Mail Agent with SMTP; Tue, 4 Mar 2025 10:11:12 +0000",
     "mailenable smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"NTMail 4",
     " from [192.0.2.1] by mx.example.com (NTMail 4.30.0012/NT1439.00.1) with ESMTP id a17; Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "ntmail smtp 192.0.2.1 - :not-looked-up mx.example.com/ESMTP"},
    {"iPlanet",
     " from b.example (a.example [192.0.2.1]) by mx.example.com\n (iPlanet Messaging Server 5.1 (built May  7 2001)) "
     "with ESMTP id <0A@mx.example.com>; Tue, 4 Mar 2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 \"b.example\" a.example:unverified mx.example.com/ESMTP"},
    {"iPlanet, HELO is the literal",
     " from [192.0.2.1] by mx.example.com\n (iPlanet Messaging Server 5.1 (built May  7 2001)) with ESMTP id "
     "<0A@mx.example.com>; Tue, 4 Mar 2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 - :not-looked-up mx.example.com/ESMTP"},
    {"Sun Java System",
     " from b.example ([192.0.2.1]) by mx.example.com\n (Sun Java System Messaging Server 6.2) with ESMTP id "
     "<0A@mx.example.com>; Tue, 4 Mar 2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Sun ONE",
     " from b.example ([192.0.2.1]) by mx.example.com\n (Sun ONE Messaging Server 6.0) with ESMTP id "
     "<0A@mx.example.com>; Tue, 4 Mar 2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Netscape",
     " from b.example ([192.0.2.1]) by mx.example.com\n (Netscape Messaging Server 4.15) with ESMTP id 17; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "oracle smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/ESMTP"},
    {"Post.Office",
     " from b.example ([192.0.2.1]) by mx.example.com\n          (Post.Office MTA v3.5.3 release 223 ID# 0-1) with "
     "SMTP id com; Tue, 4 Mar 2025 10:11:12 +0000",
     "post.office smtp 192.0.2.1 \"b.example\" :not-looked-up mx.example.com/SMTP"},
    {"Post.Office, HELO is the literal",
     " from [192.0.2.1] by mx.example.com\n          (Post.Office MTA v3.5.3 release 223 ID# 0-1) with SMTP id com; "
     "Tue, 4 Mar 2025 10:11:12 +0000",
     "post.office smtp 192.0.2.1 - :not-looked-up mx.example.com/SMTP"},
    {"Raptor",
     " from 192.0.2.1 by fw.example.com\n          via smtpd (for mx.example.com [192.0.2.2]) with SMTP; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "raptor smtp 192.0.2.1 - :not-looked-up fw.example.com/SMTP"},
    {"Tumbleweed",
     " from 192.0.2.1 by mx.example.com with SMTP\n (Tumbleweed MMS SMTP Relay (MMS v5.0)); Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "tumbleweed smtp 192.0.2.1 - :not-looked-up mx.example.com/SMTP"},
    {"csmap", " from a.example(192.0.2.1) by fw.example.com via csmap \n\tid srcAAA17; Tue, 4 Mar 2025 10:11:12 +0000",
     "smap smtp 192.0.2.1 - a.example:unverified fw.example.com/"},
};

TEST(ReceivedWriters, OlderServers) { expect_all(kOlderServers); }

const WriterCases kMoreOfProviders{
    {"Gmail, inside, IPv4", " by 10.140.1.2 with SMTP id ab12cs34; Tue, 4 Mar 2025 10:11:12 +0000",
     "google queue - - :not-looked-up 10.140.1.2/SMTP"},
    {"Gmail, inside, by name", " by mail-f1.google.com with SMTP id 1so2; Tue, 4 Mar 2025 10:11:12 +0000",
     "google queue - - :not-looked-up mail-f1.google.com/SMTP"},
    {"Gmail, submission",
     " from [10.1.1.1] (a.example. [192.0.2.1])\n        by smtp.gmail.com with ESMTPSA id ab12.2025.03.04; Tue, 4 Mar "
     "2025 10:11:12 +0000",
     "google smtp 192.0.2.1 \"[10.1.1.1]\" a.example:unverified smtp.gmail.com/ESMTPSA tls auth"},
    {"MessageLabs, by name",
     " from [192.0.2.1] by server-2.bemta-3.messagelabs.com id 61/18-1; Tue, 4 Mar 2025 10:11:12 +0000",
     "messagelabs smtp 192.0.2.1 - :not-looked-up server-2.bemta-3.messagelabs.com/"},
    {"SendGrid, SMTP",
     " from b.example (a.example [192.0.2.1])\n by ismtpd-1 (SG) with ESMTP id Ab; Tue, 4 Mar 2025 10:11:12 +0000",
     "sendgrid smtp 192.0.2.1 \"b.example\" a.example:unverified ismtpd-1/ESMTP"},
    {"Amazon SES, its other name",
     " from b.example (a.example [192.0.2.1])\n by mail-1.amazonses.com with ESMTP id abc; Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "ses smtp 192.0.2.1 \"b.example\" a.example:unverified mail-1.amazonses.com/ESMTP"},
    {"Mailgun, by its API, the other name", " by luna.mailgun.org with HTTP; Tue, 4 Mar 2025 10:11:12 +0000",
     "mailgun queue - - :not-looked-up luna.mailgun.org/HTTP"},
    {"eGroups", " (EGP: mail-8_0_6_4); 4 Mar 2025 10:11:12 -0000", "egroups queue - - :not-looked-up /"},
    {"Critical Path", " (cpmta 17 invoked from network); 4 Mar 2025 10:11:12 -0000",
     "critical-path queue - - :not-looked-up /"},
};

TEST(ReceivedWriters, MoreOfProviders) { expect_all(kMoreOfProviders); }

const WriterCases kMoreWithoutSmtpClient{
    {"LMTP without from", " by store.example.com with LMTP id iKZ\n\tfor <x@y.example>; Tue, 4 Mar 2025 10:11:12 +0000",
     "lmtp lmtp - - :not-looked-up store.example.com/LMTP"},
    {"fetchmail 5, no address",
     " from pop.example.net\n\tby home.example.com with POP3 (fetchmail-5.9.0)\n\tfor bob@localhost (single-drop); "
     "Tue, 4 Mar 2025 10:11:12 +0000",
     "fetchmail retrieval - \"pop.example.net\" :not-looked-up home.example.com/POP3"},
    {"getmail 4, the address of the server",
     " from pop.example.net (192.0.2.110)\n\tby home.example.com with POP3 (getmail 4.7.8); Tue, 4 Mar 2025 10:11:12 "
     "+0000",
     "getmail retrieval 192.0.2.110 \"pop.example.net\" :not-looked-up home.example.com/POP3"},
    {"getmail without from", " by home.example.com with getmail; Tue, 4 Mar 2025 10:11:12 +0000",
     "getmail retrieval - - :not-looked-up home.example.com/getmail"},
    {"POP by another program",
     " from pop.example.net [192.0.2.110] by home.example.com with POP3; Tue, 4 Mar 2025 10:11:12 +0000",
     "retrieval retrieval 192.0.2.110 \"pop.example.net\" :not-looked-up home.example.com/POP3"},
    {"POP by another program, no address",
     " from pop.example.net by home.example.com with POP3; Tue, 4 Mar 2025 10:11:12 +0000",
     "retrieval retrieval - - :not-looked-up home.example.com/POP3"},
    {"IMAP by another program",
     " from imap.example.net [192.0.2.143] by home.example.com with IMAP4; Tue, 4 Mar 2025 10:11:12 +0000",
     "retrieval retrieval 192.0.2.143 \"imap.example.net\" :not-looked-up home.example.com/IMAP4"},
    {"IMAP by another program, no address",
     " from imap.example.net by home.example.com with IMAP4; Tue, 4 Mar 2025 10:11:12 +0000",
     "retrieval retrieval - - :not-looked-up home.example.com/IMAP4"},
    {"dmail", " via dmail-2000(11) for bob; Tue, 4 Mar 2025 10:11:12 +0000", "dmail local - - :not-looked-up /"},
    {"bulk_mailer", " by lists.example.com (bulk_mailer v1.13); Tue, 4 Mar 2025 10:11:12 +0000",
     "bulk_mailer local - - :not-looked-up lists.example.com/"},
    {"LISTSERV",
     " from lists.example.com by lists.example.com (LISTSERV-TCP/IP release 16.0) with spool id 17; Tue, 4 Mar 2025 "
     "10:11:12 +0000",
     "listserv local - - :not-looked-up lists.example.com/spool"},
    {"IndiMail", " indimail-mta queue program invoked from network; 4 Mar 2025 10:11:12 -0000",
     "indimail queue - - :not-looked-up /"},
};

TEST(ReceivedWriters, MoreWithoutSmtpClient) { expect_all(kMoreWithoutSmtpClient); }

}  // namespace
}  // namespace hfilter_test
