// SPDX-License-Identifier: BSD-2-Clause
//
// Every bound on what a sender or a rule file can make us do: unit in the name, reason beside it.
// Each is named by a unit test "...Bounded" (tests/check_layers looks for it). Beyond a bound the answer is unknown or
// an error that names the bound.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hfilter {

// Message
inline constexpr size_t kMaxHeaderBytes = size_t{4} << 20;    // real headers end far below 256 KiB; memory stays flat
inline constexpr size_t kMaxFields = 100'000;                 // 4 MiB of "a:\n" would be 1.4 million views
inline constexpr size_t kMaxForeignWords = 100;               // runs of encoded words that a child must decode, a text
inline constexpr size_t kMaxAddresses = 10'000;               // in one address field
inline constexpr size_t kMaxAddressBytes = 65'536;            // of one item of an address field, its name with it
inline constexpr size_t kMaxCharsetBytes = 64;                // of an encoded word; IANA's names end at 45
inline constexpr size_t kSpoolMemoryBytes = size_t{1} << 20;  // body kept in memory up to here, then a temporary file

// Trace
inline constexpr size_t kMaxHops = 20'000;          // Received fields that are parsed; MTAs bounce at 25 to 100
inline constexpr size_t kMaxTokensPerLine = 4'096;  // a real line has about 40
inline constexpr size_t kMaxHeadLines = 64;         // of a Received line, before its by; real ones have five at most
inline constexpr size_t kMaxDateBytes = 256;        // of a Received line, with its comment and its folding
inline constexpr int kMaxCommentDepth = 64;         // RFC 5322 comments nest; real ones twice
inline constexpr size_t kMaxNameBytes =
    1'024;  // a HELO or rDNS that is shown, logged or matched; RFC 5321 4.5.3.1.2 allows 255

// MIME
inline constexpr uint64_t kMaxMimeBytes = uint64_t{256}
                                          << 20;      // of a body that is searched for parts: twice what MTAs take
inline constexpr size_t kMaxMimeFieldBytes = 65'536;  // one Content-Type; mimetic is quadratic in it
inline constexpr size_t kMaxMimeParameters = 200;     // of one field that name or delimit a part; of others, too
inline constexpr size_t kMaxContentTypes = 1'000;     // Content-Type lines; real mail has below 100
inline constexpr size_t kMaxBoundaryLines = 10'000;   // lines that begin with a boundary of the message
inline constexpr size_t kMaxBoundaryBytes = 256;      // RFC 2046 5.1.1 allows 70
inline constexpr size_t kMaxBoundaries = 10'000;      // multiparts whose boundary is looked for
inline constexpr size_t kMaxMimeParts = 11'002;       // headers kept: boundary lines, Content-Types and 2
inline constexpr size_t kMaxMimePartBytes = size_t{8} << 20;  // their fields, all together
inline constexpr size_t kMaxLaterPrograms = 1'000;            // kept beyond these bounds: parts with a program's name
inline constexpr int kMaxMimeDepth = 50;                      // multiparts and messages in one another; real mail ten
inline constexpr size_t kMaxUuencodedFiles = 100;             // in one text
inline constexpr size_t kMaxUuencodedLineBytes = 1'024;       // real ones have 62; the first one names the file
inline constexpr size_t kMaxArchiveBytes = size_t{16} << 20;  // one attachment handed to the archive reader
inline constexpr size_t kMaxArchiveEntries = 10'000;          // names, those of inner archives with them
inline constexpr size_t kMaxArchiveNameBytes = 4'096;         // of one entry; PATH_MAX
inline constexpr size_t kMaxArchiveNamesBytes = size_t{4} << 20;  // all names together
inline constexpr uint64_t kMaxDecodedBytes = uint64_t{1} << 30;   // decompressed in all, to get at names
inline constexpr uint64_t kMaxDecodedRatio = 200;                 // decompressed to compressed; zip bombs begin here
inline constexpr size_t kMaxInnerArchiveBytes = size_t{8} << 20;  // an archive in an archive
inline constexpr int kMaxArchiveDepth = 2;                        // archive, and archive within
inline constexpr int kMaxArchiveMs = 40;                          // of the processor, to list one archive
inline constexpr int kMaxArchiveMsPerMiB = 20;                    // more for each MiB of it
inline constexpr size_t kMaxTextBytes = size_t{1} << 20;          // of decoded text: `body`
inline constexpr size_t kMaxBounceTextBytes = 8'192;              // what programs say, they say first
inline constexpr size_t kMaxWordPlaces = 100;  // of one word of a bounce; programs say it in the first

// Rules
inline constexpr size_t kMaxRcBytes = size_t{4} << 20;     // one rc or include file
inline constexpr size_t kMaxListBytes = size_t{64} << 20;  // one list file: more than a million names
inline constexpr int kMaxIncludeDepth = 10;
inline constexpr size_t kMaxIncludes = 1'000;       // in all: ten files that include each other would be thousands
inline constexpr int kMaxExprDepth = 200;           // brackets and nots; the parser recurses
inline constexpr int kMaxTestDepth = 50;            // tests that name tests
inline constexpr size_t kMaxTestWeight = 10'000;    // conditions in a test and in the tests it names: 2^50 otherwise
inline constexpr int kMaxListLookups = 200;         // of one condition, in list files: each may read a whole one, 2 ms
inline constexpr size_t kMaxRulePairs = 2'000'000;  // compared by check: is one never reached because of the other?
inline constexpr size_t kMaxErrorsPerFile = 100;
inline constexpr size_t kMaxFaultsPerFile = 10'000;  // kept by the parser; those of foreign rules are not shown
inline constexpr size_t kMaxProcmailBytes =
    4'096;  // of a command or a variable in a procmailrc: 5 octets can double it
inline constexpr size_t kMaxRegexBytes = 4'096;
inline constexpr size_t kMaxRegexGroupDepth = 200;  // RE2 walks the tree with a stack of its own; nobody needs more

// The work on one message
inline constexpr int kMaxWorkMs =
    1'500;  // of the processor, with contained children; linear work takes the rest of 2 s
inline constexpr int kMaxWorkWallMs = 3'000;  // on a busy machine; with the default dns-budget it ends before 8 s

// Contained children (system/child/contained_child)
inline constexpr int kChildTimeoutMs = 2'000;                    // of computing, for one request; real ones take some
inline constexpr size_t kMaxChildFrameBytes = size_t{64} << 20;  // one request, or one answer to a child's question
inline constexpr size_t kMaxChildQuestionBytes = 4'096;          // a question names a token, never mail
inline constexpr int kMaxChildQuestions = 1'000;                 // in one request; a message may ask DNS 150 times
inline constexpr int kMaxChildRequests = 1'000;                  // then a fresh child

// SPF and DNS
inline constexpr size_t kMaxSpfExpansionBytes = 4'096;    // of a name while it is expanded; its last 253 count
inline constexpr size_t kMaxSpfExplanationBytes = 1'024;  // it is shown to people
inline constexpr int kMaxSpfLookups = 10;                 // terms that ask DNS, RFC 7208 4.6.4
inline constexpr int kMaxSpfVoidLookups = 2;              // of them, terms that DNS has nothing for, RFC 7208 4.6.4
inline constexpr size_t kMaxSpfMxHosts = 10;              // of one mx term, RFC 7208 4.6.4
inline constexpr size_t kMaxPtrNames = 10;                // names of one client that are looked up, RFC 7208 4.6.4
inline constexpr int kMaxSpeculativeNames = 20;           // asked ahead of need for one message
inline constexpr int kMaxDnsQuestions = 150;              // for one message
inline constexpr size_t kMaxDnsCached =
    10'000;  // answers kept from one message to the next (check --dns: from wave to wave)
inline constexpr size_t kMaxDnsNameBytes = 253;  // a name as text, RFC 1035 2.3.4
inline constexpr size_t kMaxListNameCuts = 16;   // of a sender, to find the list's name in it
inline constexpr size_t kMaxAuthResults = 100;   // results that are read from Authentication-Results fields
inline constexpr size_t kMaxDnsRecords = 1'000;  // read from one answer
inline constexpr int kMaxDnsPointers = 64;       // in one name of an answer, which has at most 127 labels

// check --dns
inline constexpr size_t kMaxCheckedDomains = 10'000;
inline constexpr size_t kMaxMailHosts = 16;  // of one domain: more MX than anybody has
inline constexpr int kMailHostsMs = 60'000;  // for all its waves together

// Output
inline constexpr size_t kMaxHeaderTextBytes = 512;  // one expanded text in a header value
inline constexpr size_t kMaxNewValueBytes = 4'096;  // the value of one header field that we write
inline constexpr size_t kMaxLineBytes = 998;        // RFC 5322 2.1.1: one line that we write, without its end
inline constexpr size_t kMaxLogLineBytes = 4'096;   // one atomic O_APPEND write

// Time
inline constexpr int kDecideDeadlineMs = 8'000;  // below Dovecot's 10 s for sieve programs
inline constexpr int kIdleTimeoutMs = 60'000;    // one read or write

}  // namespace hfilter
