// SPDX-License-Identifier: BSD-2-Clause
//
// Bounces in the forms of many programs and tongues, none of them taken from real mail, and as many letters that come
// near. What the program is to recognise is the form, so the words are our own.
#include <gtest/gtest.h>

#include <string>

#include "unit/bounce/judged_bounce.h"

namespace hfilter {
namespace {

struct Row {
  const char* name;
  const char* mail;
  bool null_sender = false;
};

const Row kBounces[] = {
    {"Exchange 2003",
     "From: postmaster@corp.example\nSubject: Undeliverable: plans\n\nYour message\n\n  To: bob@corp.example\n\ndid "
     "not "
     "reach the following recipient(s):\n\nbob@corp.example on Mon\n    The e-mail account does not exist\n"},
    {"Exchange 2003, German",
     "From: Systemadministrator <postmaster@corp.example>\nSubject: Unzustellbar: Plan\n\nIhre Nachricht hat einige "
     "oder "
     "alle Empf\xc3\xa4nger nicht erreicht.\n\nbob@corp.example am Mo\n  <srv.corp.example #5.1.1>\n"},
    {"Exchange 2010, French",
     "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\nSubject: Non remis : "
     "projet\nContent-Type: text/plain; charset=utf-8\n\n\xc3\x89"
     "chec de la remise \xc3\xa0 ces destinataires :\n"
     "bob@corp.example\n550 5.1.1 RESOLVER.ADR.RecipNotFound\n",
     true},
    {"Exchange 2016, German, display name alone",
     "From: \"Mailzustellung\" <exchange@corp.example>\nSubject: Zustellung nicht m\xc3\xb6glich: Plan\nReturn-Path: "
     "<>\n\n"
     "Fehler bei der Nachrichtenzustellung an folgende Empf\xc3\xa4nger:\n\nbob@corp.example\n#550 5.1.10 not found\n",
     true},
    {"365, a report without report-type",
     "From: postmaster@corp.onexample.example\nSubject: Onbestelbaar: plan\nContent-Type: multipart/report; "
     "boundary=b\n\n--b\nContent-Type: text/html\n\n<p>Uw bericht kon niet worden bezorgd.</p>\n--b\nContent-Type: "
     "message/delivery-status\n\nAction: failed\n--b--\n",
     true},
    {"365, Spanish",
     "From: Microsoft Outlook <postmaster@corp.example>\nSubject: No se puede entregar: plan\n\nNo se encontr\xc3\xb3 "
     "a "
     "bob en corp.example.\n550 5.1.10 bob@corp.example\n",
     true},
    {"365, Italian",
     "From: postmaster@corp.example\nSubject: Non recapitabile: piano\n\nImpossibile recapitare il messaggio a "
     "bob@corp.example.\n",
     true},
    {"Domino",
     "From: Mail Router <mailrouter@corp.example>\nSubject: DELIVERY FAILURE: User bob (bob@corp.example) not "
     "listed\n\n"
     "Your message\n\n  Subject: plan\n\nwas not delivered to:\n\n  bob@corp.example\n\nbecause:\n\n  no such user\n",
     true},
    {"Domino, German",
     "From: Postmaster@corp.example\nSubject: ZUSTELLUNGSFEHLER: Benutzer bob nicht aufgef\xc3\xbchrt\n\nIhr "
     "Dokument:\n"
     "plan\nwurde nicht zugestellt an:\nbob@corp.example\n"},
    {"GroupWise",
     "From: Mailer-Daemon@gw.example\nSubject: Message status - undeliverable\n\nThe message that you sent was "
     "undeliverable to the following:\n\tbob (user not found)\n",
     true},
    {"Zimbra, the words of Postfix in Portuguese",
     "From: MAILER-DAEMON@zimbra.example (Mail Delivery System)\nSubject: Mensagem devolvida ao remetente\n\nA "
     "mensagem "
     "n\xc3\xa3o p\xc3\xb4"
     "de ser entregue.\n<bob@zimbra.example>: host said: 550 5.1.1 unknown\n"},
    {"CommuniGate",
     "From: <MAILER-DAEMON@cg.example>\nSubject: Undeliverable mail\n\nFailed to deliver to 'bob@cg.example'\nLOCAL "
     "module "
     "reports:\n account is full\n",
     true},
    {"MDaemon",
     "From: \"MDaemon at md.example\" <MDaemon@md.example>\nSubject: Warning: could not send your message\n\nThe "
     "attached message could not be delivered to bob@md.example.\n--- session transcript ---\n<-- 550 no such user\n"},
    {"IMail",
     "From: <postmaster@im.example>\nSubject: Undeliverable Mail\n\nUnknown user: bob@im.example\n\nOriginal message "
     "follows.\n\nReceived: from a.example by im.example\nFrom: ann@example.com\nTo: bob@im.example\nSubject: x\n"},
    {"Kerio",
     "From: \"Mail Delivery Subsystem\" <postmaster@kerio.example>\nSubject: Delivery report\n\nYour message could not "
     "be "
     "delivered to the following recipients:\n  <bob@kerio.example>: 554 5.4.6 too many hops\n",
     true},
    {"hMailServer",
     "From: mailer-daemon@hm.example\nSubject: Message undeliverable: plan\n\nYour message did not reach some or all "
     "of "
     "the recipients.\n\n   bob@hm.example\n   Error: 550 unknown\n"},
    {"PowerMTA",
     "From: <postmaster@pmta.example>\nSubject: Delivery report\n\nHello, this is the mail server on "
     "pmta.example.\n\nI am sending you this message to inform you on the delivery status of a message you sent.\n"
     "Immediate delivery failed for\n  <bob@example.net>: 5.1.1\n",
     true},
    {"Momentum",
     "From: Mail Delivery System <mailer-daemon@momentum.example>\nSubject: Mail Delivery Failure\n\nThis "
     "message could not be delivered\n<bob@example.net> 554 5.4.7\n",
     true},
    {"Sendmail 8, a delay",
     "From: Mail Delivery Subsystem <MAILER-DAEMON@sm.example>\nSubject: Warning: could not send message for past 4 "
     "hours\n\n**  THIS IS A WARNING MESSAGE ONLY  **\n\nThe original message was received at Mon\n"},
    {"qmail, renamed",
     "From: mail-server@qm.example\nSubject: \xe9\x85\x8d\xe9\x80\x81\xe3\x82\xa8\xe3\x83\xa9\xe3\x83\xbc\n\nHi. This "
     "server gives up.\n\n<bob@qm.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a "
     "copy of the message.\n\nReturn-Path: <ann@example.com>\nReceived: from x\nFrom: ann@example.com\nSubject: y\n",
     true},
    {"netqmail behind a German provider",
     "From: Postfach-Team <mailer-daemon@prov.example>\nSubject: Ihre E-Mail konnte nicht zugestellt werden\n\nHallo,\n"
     "wir konnten Ihre Nachricht leider nicht zustellen.\n<bob@prov.example>: 550\n"},
    {"an X.400 gateway",
     "From: \"X.400 gateway\" <postmaster@gate.example>\nSubject: Delivery Report (failure) for bob\n\nThis report "
     "relates to a message you sent.\nYour message was not delivered to C=GB;S=bob\nfor the following reason: unable "
     "to "
     "transfer\n",
     true},
    {"Mimecast",
     "From: \"Postmaster\" <postmaster@cast.example>\nSubject: [Postmaster] Email Delivery Failure\n\nThe message "
     "could "
     "not be delivered to bob@cast.example\n550 Invalid Recipient\n",
     true},
    {"a spam firewall",
     "From: MAILER-DAEMON@fw.example\nSubject: **Message you sent blocked by our bulk email filter**\n\nYour message "
     "to: "
     "bob@fw.example\nwas blocked by our filter. The following message was refused.\n",
     true},
    {"a scanning gateway",
     "From: \"Mail Delivery Subsystem\" <MAILER-DAEMON@pp.example>\nSubject: Returned mail: see "
     "transcript\n\n   ----- The following addresses had permanent fatal errors -----\n<bob@example.net>\n"},
    {"a sending service",
     "From: MAILER-DAEMON@ses.example\nSubject: Delivery Status Notification (Failure)\n\nAn error occurred while "
     "trying "
     "to deliver the mail to the following recipients:\nbob@example.net\n"},
    {"another sending service",
     "From: Sending Service <postmaster@mg.example>\nSubject: Failed Delivery\n\nWe could not deliver your message to "
     "bob@example.net. 605 Not delivering\n",
     true},
    {"Russian",
     "From: mailer-daemon@ru.example\nSubject: "
     "=?utf-8?B?0J3QtdC00L7RgdGC0LDQstC70LXQvdC90L7QtSDRgdC+0L7QsdGJ0LXQvdC40LU=?=\n"
     "Content-Type: text/plain; charset=utf-8\n\n\xd0\x9d\xd0\xb5 "
     "\xd1\x83\xd0\xb4\xd0\xb0\xd0\xbb\xd0\xbe\xd1\x81\xd1\x8c "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2\xd0\xb8\xd1\x82\xd1\x8c "
     "\xd0\xbf\xd0\xb8\xd1\x81\xd1\x8c\xd0\xbc\xd0\xbe\n"},
    {"Russian, by postmaster, the text alone",
     "From: postmaster@ru.example\nSubject: hello\nContent-Type: text/plain; "
     "charset=utf-8\n\n\xd0\x9f\xd0\xb8\xd1\x81\xd1\x8c"
     "\xd0\xbc\xd0\xbe \xd0\xbd\xd0\xb5 \xd0\xb1\xd1\x8b\xd0\xbb\xd0\xbe "
     "\xd0\xb4\xd0\xbe\xd1\x81\xd1\x82\xd0\xb0\xd0\xb2\xd0"
     "\xbb\xd0\xb5\xd0\xbd\xd0\xbe\nbob@ru.example: 550 no such user\n",
     true},
    {"a German provider",
     "From: Mail Delivery System <mailer-daemon@de.example>\nSubject: Zustellung Ihrer E-Mail fehlgeschlagen\n\nDiese "
     "Nachricht wurde automatisch erzeugt.\nbob@de.example: SMTP error 550\n"},
    {"an old German one, in Latin 1",
     "From: Postmaster <postmaster@t.example>\nSubject: =?iso-8859-1?Q?R=FCckgabe_Ihrer_Nachricht?=\nContent-Type: "
     "text/plain; charset=iso-8859-1\n\nIhre Nachricht konnte nicht \xfc"
     "bermittelt werden an bob@t.example:\n552 Mailbox\n",
     true},
    {"a French provider",
     "From: MAILER-DAEMON@fr.example\nSubject: Votre message n'a pas pu \xc3\xaatre distribu\xc3\xa9\n\nLe message n'a "
     "pas "
     "pu \xc3\xaatre remis.\n"},
    {"an Italian provider",
     "From: Servizio Posta <postmaster@it.example>\nSubject: Mancata consegna del messaggio\n\nNon e' stato possibile "
     "consegnare il messaggio a bob@it.example\n"},
    {"a Japanese phone",
     "From: Mail Administrator <Postmaster@phone.example>\nSubject: Mail System Error - Returned Mail\n\nThe user(s) "
     "account is disabled.\n<bob@phone.example>\n"},
    {"a Japanese phone, in Japanese",
     "From: postmaster@phone.example\nSubject: "
     "\xe3\x83\xa1\xe3\x83\xbc\xe3\x83\xab\xe9\x80\x81\xe4\xbf\xa1\xe3\x82\xa8\xe3\x83"
     "\xa9\xe3\x83\xbc\n\n\xe6\xac\xa1\xe3\x81\xae\xe3\x81\x82\xe3\x81\xa6\xe5\x85\x88\xe3\x81\xab\xe9\x80\x81\xe4\xbf"
     "\xa1\xe3\x81"
     "\xa7\xe3\x81\x8d\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93 bob@phone.example\n"},
    {"Chinese",
     "From: PostMaster@cn.example\nSubject: "
     "\xe7\xb3\xbb\xe7\xbb\x9f\xe9\x80\x80\xe4\xbf\xa1\n\n\xe6\x82\xa8\xe7\x9a\x84\xe9\x82"
     "\xae\xe4\xbb\xb6\xe6\x97\xa0\xe6\xb3\x95\xe6\x8a\x95\xe9\x80\x92\xe5\x88\xb0 bob@cn.example\n",
     true},
    {"Polish",
     "From: mailer-daemon@pl.example\nSubject: Wiadomo\xc5\x9b\xc4\x87 nie zosta\xc5\x82"
     "a dostarczona\n\nPrzepraszamy.\n"},
    {"Czech",
     "From: postmaster@cz.example\nSubject: Zpr\xc3\xa1va nebyla doru\xc4\x8d"
     "ena\n\nbob@cz.example: 550 5.1.1\n"},
    {"OpenSMTPD",
     "From: Mailer Daemon <MAILER-DAEMON@bsd.example>\nSubject: Delivery status notification: error\n\n    Hi!\n\n    "
     "This "
     "is the MAILER-DAEMON, please DO NOT REPLY.\n\nbob@example.net: 550 no such user\n"},
    {"Haraka",
     "From: MAILER-DAEMON@haraka.example\nSubject: failure notice\n\nI'm afraid I wasn't able to deliver your "
     "message to bob@example.net\n",
     true},
    {"Stalwart",
     "From: Mail Delivery Subsystem <MAILER-DAEMON@st.example>\nSubject: Failed to deliver message\nContent-Type: "
     "multipart/report; report-type=\"delivery-status\"; boundary=b\n\n--b\n\nx\n--b--\n"},
    {"a small server of its own kind",
     "From: System <server@tiny.example>\nSubject: Problem with your mail\n\nbob@tiny.example said: 550 5.1.1 "
     "unknown\n\n"
     "Received: from a.example by tiny.example\nFrom: ann@example.com\nTo: bob@tiny.example\nSubject: x\n",
     true},
    {"null sender, the message enclosed, words that we do not know",
     "From: posta@xx.example\nSubject: Posta\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nbob@xx.example "
     "5.1.1\n"
     "--b\nContent-Type: message/rfc822\n\nSubject: x\n\nx\n--b--\n",
     true},
    {"a phone company, in Spanish, bare",
     "From: correo@tel.example\nSubject: Aviso\n\nNo fue posible entregar su mensaje.\nbob@tel.example 452 4.2.2\n",
     true},
    {"Korean",
     "From: postmaster@kr.example\nSubject: \xeb\xa9\x94\xec\x9d\xbc \xec\xa0\x84\xec\x86\xa1 \xec\x8b\xa4\xed\x8c\xa8"
     "\n\nbob@kr.example\n"},
    {"Hungarian",
     "From: Mailer-Daemon@hu.example\nSubject: Sikertelen k\xc3\xa9zbes\xc3\xadt\xc3\xa9s\n\nbob@hu.example\n"},
    {"Turkish", "From: postmaster@tr.example\nSubject: \xc4\xb0leti teslim edilemedi\n\nbob@tr.example 550 5.1.1\n"},
    {"Swedish", "From: postmaster@se.example\nSubject: Meddelandet kunde inte levereras\n\nbob@se.example\n"},
    {"Finnish", "From: postmaster@fi.example\nSubject: Viesti ei mennyt perille\n\nbob@fi.example\n"},
    {"a filter that says only why",
     "From: MAILER-DAEMON@filter.example\nSubject: Your mail\n\n<bob@filter.example>: 554 5.7.1 content refused\n"},
    {"a relay, a delay of Postfix",
     "From: MAILER-DAEMON@pf.example (Mail Delivery System)\nSubject: Delayed Mail (still being retried)\n\nYour "
     "message "
     "could not be delivered for 0.2 hours.\n",
     true},
    {"a groupware, one line",
     "From: admin@gw.example\nSubject: Error\n\nmail to bob@gw.example failed: 550 5.1.1\n\n"
     "Received: from a by b\nFrom: ann@example.com\nTo: bob@gw.example\nSubject: x\n",
     true},
    {"with In-Reply-To, as some write",
     "From: Mail Delivery Subsystem <mailer-daemon@g.example>\nSubject: Re: plans\n"
     "In-Reply-To: <1@example.com>\n\nDelivery to bob@g.example failed.\n",
     true},
};

const Row kOthers[] = {
    {"out of office, null sender",
     "From: bob@example.com\nSubject: Out of office: plans\n\nI am away. Mail will not be "
     "delivered to me.\n",
     true},
    {"out of office, in no word of the subject",
     "From: bob@example.com\nSubject: plans\n\nI am away until May. Your mail was not delivered to anybody else.\n",
     true},
    {"out of office, German",
     "From: bob@example.com\nSubject: Abwesenheitsnotiz: Plan\n\nIhre Nachricht wird nicht zugestellt.\n", true},
    {"out of office, French",
     "From: bob@example.com\nSubject: R\xc3\xa9ponse automatique : projet\nAuto-Submitted: "
     "auto-replied\n\nVotre message ne sera pas transmis.\n",
     true},
    {"out of office, Spanish",
     "From: bob@example.com\nSubject: Respuesta autom\xc3\xa1tica: plan\n\nSu mensaje no fue entregado.\n", true},
    {"out of office, the colleague's address",
     "From: bob@example.com\nSubject: away\n\nI am not here. In room 450 ask ann@example.com.\n", true},
    {"a challenge",
     "From: Bob <bob@example.com>\nSubject: Please confirm your message\nAuto-Submitted: auto-replied\n\n"
     "Your message has not yet been delivered. Reply to this to have it delivered.\n",
     true},
    {"a list's answer to a command",
     "From: lists-request@lists.example.com\nSubject: The results of your email "
     "commands\n\nCommand not understood: deliver\n"},
    {"a list holds a letter",
     "From: lists-bounces@lists.example.com\nSubject: Your message to lists awaits moderator "
     "approval\n\nYour mail is being held until the moderator can review it.\n"},
    {"a list warns of bounces",
     "From: lists-request@lists.example.com\nSubject: confirm 0123456789abcdef\n\nYour "
     "membership has been disabled due to excessive bounces. The last bounce was dated 1-Jan.\n"},
    {"a read receipt",
     "From: bob@example.com\nSubject: Read: plans\nContent-Type: multipart/report; "
     "report-type=disposition-notification; boundary=b\n\n--b\n\nread\n--b--\n",
     true},
    {"a receipt: deleted unread",
     "From: bob@example.com\nSubject: Not read: plans\nContent-Type: multipart/report; "
     "report-type=\"disposition-notification\"; boundary=b\n\n--b\n\nYour message was deleted without being "
     "read.\n--b--\n",
     true},
    {"a complaint",
     "From: feedback@isp.example\nSubject: FW: cheap\nContent-Type: multipart/report; "
     "report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: "
     "abuse\n--b--\n",
     true},
    {"a DMARC report",
     "From: noreply-dmarc@isp.example\nSubject: Report Domain: example.com Submitter: isp.example\n\n"
     "This is a report.\n",
     true},
    {"a TLS report",
     "From: tlsrpt@isp.example\nSubject: Report Domain: example.com\nContent-Type: multipart/report; "
     "report-type=tlsrpt; boundary=b\n\n--b\n\nx\n--b--\n"},
    {"a person forwards a bounce",
     "From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: Fwd: Undelivered Mail "
     "Returned to Sender\n\nWhat is this?\n\n> <x@example.net>: 550 5.1.1 unknown\n"},
    {"a person forwards a bounce, WG",
     "From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: WG: Unzustellbar: "
     "Plan\n\nKennst du das?\nbob@example.net 550 5.1.1\n"},
    {"a person asks about a bounce",
     "From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: mail to you could not be delivered\n\nI get this:\n\n"
     "<bob@example.net>: 550 5.1.1 user unknown\n\n> From: MAILER-DAEMON@example.net\n> To: ann@example.com\n> "
     "Subject: "
     "Undelivered Mail\n\nDo you know why?\n"},
    {"a person attaches a bounce",
     "From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: Undelivered mail, again\nContent-Type: "
     "multipart/mixed; "
     "boundary=b\n\n--b\n\nLook.\n--b\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@example.net\nContent-Type: "
     "multipart/report; report-type=delivery-status; boundary=c\n\n--c\n\nx\n--c\nContent-Type: "
     "message/delivery-status\n\n"
     "Action: failed\n--c--\n--b--\n"},
    {"the postmaster answers",
     "From: Ann Smith <postmaster@example.com>\nTo: bob@example.net\nSubject: Re: undeliverable "
     "mail\nIn-Reply-To: <1@example.net>\n\nWe found why your mail could not be delivered: user unknown.\n"},
    {"the postmaster writes",
     "From: Postmaster <postmaster@example.com>\nSubject: mail server maintenance\n\nOn Sunday mail "
     "cannot be delivered for an hour.\n"},
    {"a newsletter about delivery",
     "From: News <news@shop.example>\nSubject: Undeliverable? How to reach the inbox\n"
     "List-Unsubscribe: <mailto:u@shop.example>\n\nWhy 550 5.7.1 happens: write to help@shop.example.\n"},
    {"a parcel",
     "From: Parcels <noreply@parcel.example>\nSubject: Delivery failed: your parcel\n\nYour parcel could not be "
     "delivered. Call 0800 or write to help@parcel.example.\n"},
    {"a parcel, German",
     "From: Pakete <noreply@paket.example>\nSubject: Ihre Sendung konnte nicht zugestellt werden\n\nBitte "
     "holen Sie sie ab: hilfe@paket.example\n"},
    {"a parcel, French",
     "From: Colis <ne-pas-repondre@colis.example>\nSubject: Votre colis n'a pas pu \xc3\xaatre livr\xc3\xa9\n\n"
     "Contactez aide@colis.example.\n"},
    {"a calendar answer", "From: bob@example.com\nSubject: Declined: plans\n\nBob cannot reach you.\n", true},
    {"a ticket system",
     "From: Support <support@example.com>\nSubject: [#550] Ticket received\nAuto-Submitted: "
     "auto-replied\n\nYour ticket 550 was opened by ann@example.com.\n",
     true},
    {"a fax gateway", "From: fax@example.com\nSubject: Fax failed\n\nYour fax to 0123 could not be sent.\n"},
    {"cron",
     "From: root@example.com (Cron Daemon)\nSubject: Cron <root@a> /usr/bin/backup\nAuto-Submitted: "
     "auto-generated\n\nbackup failed: 550\n"},
    {"a virus warning to the postmaster",
     "From: scanner@example.com\nSubject: Virus found\n\nA virus was found in a mail from x@example.net.\n"},
    {"a log report",
     "From: logwatch@example.com\nSubject: Logwatch for a\n\n 12 messages rejected 550 5.7.1 bob@example.com\n"},
    {"a survey of bounces", "From: Stats <stats@example.com>\nSubject: Bounce report for March\n\n12 bounces.\n"},
    {"a letter with figures", "From: bob@example.com\nSubject: offer\n\n500 chairs, 450 tables: ask ann@example.com\n",
     true},
    {"a quoted header in a letter",
     "From: bob@example.com\nSubject: hello\n\nSee:\n\nFrom: x@example.com\nTo: y@example.com\nSubject: z\nDate: "
     "now\n"},
    {"a voting notice", "From: no-reply@vote.example\nSubject: Your vote was not delivered\n\nYou did not vote.\n"},
    {"a bank",
     "From: Bank <noreply@bank.example>\nSubject: Your transfer was returned to sender\n\nThe transfer failed.\n"},
    {"a game", "From: no-reply@game.example\nSubject: Mission failed: deliver the message\n\nTry again.\n"},
    {"an answer from a closed box",
     "From: Bob <bob@example.com>\nSubject: This address is closed\nAuto-Submitted: "
     "auto-replied\n\nYour mail was not delivered. Write to ann@example.com.\n",
     true},
    {"an invoice that was returned",
     "From: Shop <shop@shop.example>\nSubject: Payment returned\n\nYour payment was refused. "
     "Invoice 550 to ann@shop.example.\n"},
    {"a courier's undeliverable parcel with tracking",
     "From: tracking@courier.example\nSubject: Undeliverable: parcel 550\n\nWe could not deliver. "
     "help@courier.example\n"},
    {"a friend tells in German",
     "From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: Mail nicht zugestellt\n\nDeine "
     "Adresse bob@example.net gibt 550 zur\xc3\xbc"
     "ck.\n"},
    {"a mail programme's help",
     "From: Support <support@isp.example>\nSubject: How to read \"delivery failed\" messages\n\n"
     "A code as 550 5.1.1 <x@example.com> means that the user is unknown.\n"},
    {"an abuse desk",
     "From: abuse@isp.example\nSubject: Spam from 192.0.2.1\n\nReceived: from 192.0.2.1 by mx\nFrom: "
     "x@example.com\nTo: y@example.com\nSubject: z\n"},
    {"a webform",
     "From: no-reply@site.example\nSubject: Contact form\n\nFrom: Ann\nTo: us\nSubject: cannot deliver\n"
     "Date: today\n550 Main Street, ann@example.com\n"},
};

bool judged(const Row& row, std::string* why) {
  const BounceHeader found = judged_bounce(row.mail, row.null_sender).found;
  *why = std::to_string(found.points) + ": " + found.why;
  return found.is_bounce();
}

TEST(BounceForms, AreRecognised) {
  for (const Row& row : kBounces) {
    std::string why;
    EXPECT_TRUE(judged(row, &why)) << row.name << " " << why;
  }
}

TEST(BounceForms, SimilarMailIsNotABounce) {
  for (const Row& row : kOthers) {
    std::string why;
    EXPECT_FALSE(judged(row, &why)) << row.name << " " << why;
  }
}

}  // namespace
}  // namespace hfilter
