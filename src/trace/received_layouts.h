// SPDX-License-Identifier: BSD-2-Clause
//
// Layouts: the forms in which MTAs write the client into the head of a Received line. A layout parses the whole head
// from fixed places and never searches for an address. It sets client, helo, rdns and auth, and may replace kind and
// rdns_state of the writer's row. All are linear.
// Errors: false if the head has another form.
// Lifetime: results are views into the head.
#pragma once

#include "trace/received_hop.h"
#include "trace/received_line.h"

namespace hfilter {

using Layout = bool (*)(const ReceivedLine& line, ReceivedHop* hop);

// Layouts that begin with the HELO, a word without blanks.

/// Reads `HELO (rdns [ip]) (using TLS...) (Authenticated sender: x)` of Gmail and Stalwart.
bool layout_helo_client(const ReceivedLine& line, ReceivedHop* hop);
/// Reads the form of layout_helo_client for Postfix: `unknown (unknown [ip])` with SMTP means that no HELO was sent.
bool layout_postfix(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO (ident@rdns [ip] (may be forged)) (authenticated bits=N)` and `(rdns [ip])` of Sendmail.
bool layout_sendmail(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO (ident@rdns [ip]) (AUTH: LOGIN x)` of Courier. The HELO may contain parentheses.
bool layout_courier(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO (rdns [ip])` and `HELO (rdns v6)` of OpenSMTPD. `rdns` is the PTR, not verified.
bool layout_opensmtpd(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO ([ip]) (authenticated user x)` of Kerio.
bool layout_kerio(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO ([ip] rdns)` of ZoneMTA and AppleShare.
bool layout_rdns_last(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO (ip)` of Exchange, which does not look up names.
bool layout_exchange(const ReceivedLine& line, ReceivedHop* hop);
/// Reads HELO and one address: `(ip)`, `([ip])`, `[ip]`, `[(ip)]`, `(rdns [ip])`. Ambiguous with a second address.
bool layout_helo_address(const ReceivedLine& line, ReceivedHop* hop);

// Layouts that begin with the client's name from DNS.

/// Reads `rdns ([ip] helo=HELO ident=x)`, `[ip] (port=N helo=HELO)`, `[ip]` and `rdns (HELO) [ip]` of Exim. The HELO
/// may be any text.
bool layout_exim(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `[ip] ([ip:port] helo=HELO)` and `rdns ([ip:port] helo=HELO)` of Momentum.
bool layout_momentum(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `rdns (HELO helo) (ident@ip)` of qmail and of programs that use its form.
bool layout_qmail(const ReceivedLine& line, ReceivedHop* hop);
/// Reads the form of layout_qmail, except `name ([ip])`.
bool layout_qmail_plain(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `rdns ([ip] HELO helo) (auth=user)` of Qsmtp.
bool layout_qsmtp(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `[ip] (account user HELO helo)` and `rdns ([ip] verified)` of CommuniGate Pro.
bool layout_communigate(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `rdns ([ip]:port "EHLO helo" flags)` of ZMailer.
bool layout_zmailer(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `rdns(ip), claiming to be "HELO"` of Obtuse smtpd.
bool layout_claiming(const ReceivedLine& line, ReceivedHop* hop);

/// Reads `HELO (rdns [ip])` of Haraka and hMailServer. The HELO is all text before the last comment.
bool layout_last_comment(const ReceivedLine& line, ReceivedHop* hop);
/// Reads lines of writers without a row, in the forms of RFC 5321 4.4 and common variants, with one address in one
/// place. On failure hop->why has the reason; kind is kAmbiguous if there are several addresses.
bool layout_unknown(const ReceivedLine& line, ReceivedHop* hop);

// Layouts without a HELO.

/// Reads `(from rdns [ip])` and `(from ident@rdns [ip] (may be forged))` of Sendmail. The client sent no HELO.
bool layout_from_client(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `(from name [ip])` of other programs with Sendmail's form. The meaning of the name is unknown.
bool layout_from_address(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `name(ip)` of smap.
bool layout_glued(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `ip` and `[ip]` of protocols without HELO, and of writers that omit a HELO that equals the address.
bool layout_lone_address(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `[ip] (using TLS...)` without a `with` clause, of MessageLabs.
bool layout_messagelabs(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `ip (SquirrelMail authenticated user x)`.
bool layout_squirrelmail(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `ip`, `[ip]`, `name [ip]` and `name (name [ip])` of Roundcube and Horde, whose users are authenticated.
bool layout_roundcube(const ReceivedLine& line, ReceivedHop* hop);

// Layouts without an address.

/// Reads `HELO` of fetchmail, getmail and LMTP servers.
bool layout_no_address(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `HELO(mailfrom:x ...)` of Alibaba.
bool layout_alibaba(const ReceivedLine& line, ReceivedHop* hop);
/// Accepts any head of a writer that hides its client: OpenSMTPD with mask-src, Postfix and Exim without `from`.
bool layout_hidden(const ReceivedLine& line, ReceivedHop* hop);

// Layouts that prove that there was no client.

/// Reads `(from user@host)` of a local submission to Sendmail.
bool layout_from_user(const ReceivedLine& line, ReceivedHop* hop);
/// Accepts any head without a `with` clause: Postfix's local(8), bounce(8) and smtpd_hide_client_session.
bool layout_no_with(const ReceivedLine& line, ReceivedHop* hop);
/// Accepts any head with `with local` or `with local-esmtp`: a local submission to Exim.
bool layout_with_local(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `name (unknown)` of SendGrid's API.
bool layout_unknown_client(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `(qmail 17 invoked from network)` and `(qmail 17 invoked by uid 0)`.
bool layout_qmail_queue(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `user id ID` of DragonFly Mail Agent.
bool layout_dma(const ReceivedLine& line, ReceivedHop* hop);
/// Reads `mail pickup service` of IIS.
bool layout_pickup(const ReceivedLine& line, ReceivedHop* hop);
/// Accepts any head: the writer's mark is the proof.
bool layout_none(const ReceivedLine& line, ReceivedHop* hop);

}  // namespace hfilter
