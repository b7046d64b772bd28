// SPDX-License-Identifier: BSD-2-Clause
//
// The ways MTAs write the client into the head of a Received line, each shared by the rows of received_writers.cc that
// use it. A layout reads the whole head from its own fixed place or fails (false); it never looks for an address.
// It sets client, helo, rdns (and its state where it is worse than the row's), auth. Linear. Views into the head.
#ifndef HFILTER_TRACE_RECEIVED_LAYOUTS_H_
#define HFILTER_TRACE_RECEIVED_LAYOUTS_H_

#include "trace/received_hop.h"
#include "trace/received_line.h"

namespace hfilter {

using Layout = bool (*)(const ReceivedLine& line, ReceivedHop* hop);

/// HELO (rdns [ip]): Postfix, Gmail, OpenSMTPD, amavis. Also HELO ([ip]), and marks behind it.
bool layout_helo_rdns(const ReceivedLine& line, ReceivedHop* hop);
/// HELO (ident@rdns [ip] (may be forged)) (authenticated bits=N): Sendmail. (rdns [ip]) without HELO.
bool layout_sendmail(const ReceivedLine& line, ReceivedHop* hop);
/// rdns ([ip] helo=HELO ident=x), [ip] (port=N helo=HELO), [ip]: Exim. The HELO may be anything.
bool layout_exim(const ReceivedLine& line, ReceivedHop* hop);
/// rdns (HELO helo) (ident@ip): qmail and what took its form from it.
bool layout_qmail(const ReceivedLine& line, ReceivedHop* hop);
/// HELO, then one address: (ip) ([ip]) [ip] [(ip)] (rdns [ip]).
bool layout_helo_address(const ReceivedLine& line, ReceivedHop* hop);
/// Anything (rdns [ip]): the HELO is what stands before the last comment. Haraka, hMailServer.
bool layout_last_comment(const ReceivedLine& line, ReceivedHop* hop);
/// HELO ([ip] rdns): ZoneMTA.
bool layout_rdns_last(const ReceivedLine& line, ReceivedHop* hop);
/// [ip] (account user HELO helo), rdns ([ip] verified): CommuniGate Pro.
bool layout_communigate(const ReceivedLine& line, ReceivedHop* hop);
/// rdns ([ip]:port "EHLO helo" flags): ZMailer.
bool layout_zmailer(const ReceivedLine& line, ReceivedHop* hop);
/// rdns ([ip] HELO helo) (auth=user): Qsmtp.
bool layout_qsmtp(const ReceivedLine& line, ReceivedHop* hop);
/// name(ip): smap.
bool layout_glued(const ReceivedLine& line, ReceivedHop* hop);
/// ip (SquirrelMail authenticated user name), ip, [ip], name [ip]: webmails. There is no HELO.
bool layout_webmail(const ReceivedLine& line, ReceivedHop* hop);
/// HELO or name, and no address: Alibaba, SendGrid.
bool layout_no_address(const ReceivedLine& line, ReceivedHop* hop);
/// No client at all.
bool layout_none(const ReceivedLine& line, ReceivedHop* hop);
/// Writers that have no row, in the forms that RFC 5321 4.4 allows and the common ones beside; one address, and in one
/// place only. False with hop->why if there are several, or none.
bool layout_unknown(const ReceivedLine& line, ReceivedHop* hop);

}  // namespace hfilter

#endif  // HFILTER_TRACE_RECEIVED_LAYOUTS_H_
