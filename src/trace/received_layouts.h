// SPDX-License-Identifier: BSD-2-Clause
//
// The ways MTAs write the client into the head of a Received line, each shared by the rows of received_writers.cc that
// use it. A layout reads the whole head from its own fixed place or fails (false); it never looks for an address.
// It sets client, helo, rdns, auth, and may make kind and rdns_state worse than the row's. Linear. Views into the head.
#pragma once

#include "trace/received_hop.h"
#include "trace/received_line.h"

namespace hfilter {

using Layout = bool (*)(const ReceivedLine& line, ReceivedHop* hop);

// HELO first, in a word without blanks.

/// HELO (rdns [ip]) (using TLS...) (Authenticated sender: x): Gmail, Stalwart.
bool layout_helo_client(const ReceivedLine& line, ReceivedHop* hop);
/// The same: Postfix. "unknown (unknown [ip])" by SMTP counts as a client that skipped HELO.
bool layout_postfix(const ReceivedLine& line, ReceivedHop* hop);
/// HELO (ident@rdns [ip] (may be forged)) (authenticated bits=N), (rdns [ip]): Sendmail.
bool layout_sendmail(const ReceivedLine& line, ReceivedHop* hop);
/// HELO (ident@rdns [ip]) (AUTH: LOGIN x): Courier. The HELO may hold parentheses.
bool layout_courier(const ReceivedLine& line, ReceivedHop* hop);
/// HELO (rdns [ip]), HELO (rdns v6): OpenSMTPD. The rDNS is the PTR as it came.
bool layout_opensmtpd(const ReceivedLine& line, ReceivedHop* hop);
/// HELO ([ip]) (authenticated user x): Kerio.
bool layout_kerio(const ReceivedLine& line, ReceivedHop* hop);
/// HELO ([ip] rdns): ZoneMTA, AppleShare.
bool layout_rdns_last(const ReceivedLine& line, ReceivedHop* hop);
/// HELO (ip): Exchange, which looks no name up.
bool layout_exchange(const ReceivedLine& line, ReceivedHop* hop);
/// HELO, then one address: (ip) ([ip]) [ip] [(ip)] (rdns [ip]). Ambiguous if there is a second one.
bool layout_helo_address(const ReceivedLine& line, ReceivedHop* hop);

// The name that was looked up first.

/// rdns ([ip] helo=HELO ident=x), [ip] (port=N helo=HELO), [ip], rdns (HELO) [ip]: Exim. The HELO may be anything.
bool layout_exim(const ReceivedLine& line, ReceivedHop* hop);
/// [ip] ([ip:port] helo=HELO), rdns ([ip:port] helo=HELO): Momentum.
bool layout_momentum(const ReceivedLine& line, ReceivedHop* hop);
/// rdns (HELO helo) (ident@ip): qmail and what took its form from it.
bool layout_qmail(const ReceivedLine& line, ReceivedHop* hop);
/// The same, but not name ([ip]).
bool layout_qmail_plain(const ReceivedLine& line, ReceivedHop* hop);
/// rdns ([ip] HELO helo) (auth=user): Qsmtp.
bool layout_qsmtp(const ReceivedLine& line, ReceivedHop* hop);
/// [ip] (account user HELO helo), rdns ([ip] verified): CommuniGate Pro.
bool layout_communigate(const ReceivedLine& line, ReceivedHop* hop);
/// rdns ([ip]:port "EHLO helo" flags): ZMailer.
bool layout_zmailer(const ReceivedLine& line, ReceivedHop* hop);
/// rdns(ip), claiming to be "HELO": Obtuse smtpd.
bool layout_claiming(const ReceivedLine& line, ReceivedHop* hop);

/// Anything (rdns [ip]): the HELO is what stands before the last comment. Haraka, hMailServer.
bool layout_last_comment(const ReceivedLine& line, ReceivedHop* hop);
/// Writers that have no row, in the forms that RFC 5321 4.4 allows and the common ones beside; one address, and in one
/// place only. False with hop->why, and kind kAmbiguous if there are several.
bool layout_unknown(const ReceivedLine& line, ReceivedHop* hop);

// No HELO.

/// (from rdns [ip]), (from ident@rdns [ip] (may be forged)): Sendmail, whose client skipped HELO. HELO is empty.
bool layout_from_client(const ReceivedLine& line, ReceivedHop* hop);
/// (from name [ip]): other programs that write like Sendmail. It is not known what their name means.
bool layout_from_address(const ReceivedLine& line, ReceivedHop* hop);
/// name(ip): smap.
bool layout_glued(const ReceivedLine& line, ReceivedHop* hop);
/// ip, [ip]: protocols that know no HELO, and writers that leave it out where it is the address itself.
bool layout_lone_address(const ReceivedLine& line, ReceivedHop* hop);
/// [ip] (using TLS...), and no `with`: MessageLabs.
bool layout_messagelabs(const ReceivedLine& line, ReceivedHop* hop);
/// ip (SquirrelMail authenticated user x).
bool layout_squirrelmail(const ReceivedLine& line, ReceivedHop* hop);
/// ip, [ip], name [ip], name (name [ip]), authenticated: Roundcube, Horde.
bool layout_roundcube(const ReceivedLine& line, ReceivedHop* hop);

// No address.

/// name, HELO.
bool layout_no_address(const ReceivedLine& line, ReceivedHop* hop);
/// HELO(mailfrom:x ...): Alibaba.
bool layout_alibaba(const ReceivedLine& line, ReceivedHop* hop);
/// There was a client, and the line hides it: OpenSMTPD's mask-src, Postfix and Exim whose `from` was removed.
bool layout_hidden(const ReceivedLine& line, ReceivedHop* hop);

// No client, and the proof of it.

/// (from user@host): Sendmail's submission.
bool layout_from_user(const ReceivedLine& line, ReceivedHop* hop);
/// No `with` clause, so no protocol: what Postfix itself wrote (local(8), bounce(8), smtpd_hide_client_session).
bool layout_no_with(const ReceivedLine& line, ReceivedHop* hop);
/// `with local`, `with local-esmtp`: Exim's submission.
bool layout_with_local(const ReceivedLine& line, ReceivedHop* hop);
/// name (unknown): SendGrid's interface for programs.
bool layout_unknown_client(const ReceivedLine& line, ReceivedHop* hop);
/// (qmail 17 invoked from network), (qmail 17 invoked by uid 0).
bool layout_qmail_queue(const ReceivedLine& line, ReceivedHop* hop);
/// user id ID: DragonFly's mail agent.
bool layout_dma(const ReceivedLine& line, ReceivedHop* hop);
/// mail pickup service: IIS.
bool layout_pickup(const ReceivedLine& line, ReceivedHop* hop);
/// The mark itself is the proof.
bool layout_none(const ReceivedLine& line, ReceivedHop* hop);

}  // namespace hfilter
