// SPDX-License-Identifier: BSD-2-Clause
//
// Bounds on the work that a sender or a rule file can cause. The name of a bound has the unit; its comment says what is
// bounded and why. Beyond a bound the answer is unknown, or an error that names the bound. Each bound has a unit test
// "...Bounded" (tests/check_layers looks for it).
#pragma once

#include <cstddef>
#include <cstdint>

namespace hfilter {

// Bounds on the message
inline constexpr size_t kMaxHeaderBytes = size_t{4} << 20;    // The greatest size of a header. Real: below 256 KiB.
inline constexpr size_t kMaxFields = 100'000;                 // The most fields of a header. 4 MiB hold 1.4 million.
inline constexpr size_t kMaxForeignWords = 100;               // The most encoded words of a text that a child decodes.
inline constexpr size_t kMaxAddresses = 10'000;               // The most addresses in one address field.
inline constexpr size_t kMaxAddressBytes = 65'536;            // The greatest size of one address with its display name.
inline constexpr size_t kMaxCharsetBytes = 64;                // The longest charset name. The longest of IANA has 45.
inline constexpr size_t kSpoolMemoryBytes = size_t{1} << 20;  // A larger body goes to a temporary file.

// Bounds on the Received lines
inline constexpr size_t kMaxHops = 20'000;          // The most Received fields that are parsed. MTAs bounce at 100.
inline constexpr size_t kMaxTokensPerLine = 4'096;  // The most tokens of a line. A real Received field has about 40.
inline constexpr size_t kMaxHeadLines = 64;   // The most lines of a Received field before `by`. Real ones have 1 to 5.
inline constexpr size_t kMaxDateBytes = 256;  // The greatest length of a Received date with comments and folding.
inline constexpr int kMaxCommentDepth = 64;   // The greatest depth of nested RFC 5322 comments. Real ones are two deep.
// The greatest length of a HELO or rDNS name that is shown, logged or matched. RFC 5321 4.5.3.1.2 allows 255.
inline constexpr size_t kMaxNameBytes = 1'024;

// Bounds on MIME parts

// The greatest size of a body that is searched for parts: twice the size that MTAs accept.
inline constexpr uint64_t kMaxMimeBytes = uint64_t{256} << 20;
// The greatest size of one Content-Type. The time of mimetic is quadratic in this size.
inline constexpr size_t kMaxMimeFieldBytes = 65'536;
// The most parameters of one field that name or delimit a part. The other parameters have the same bound.
inline constexpr size_t kMaxMimeParameters = 200;
inline constexpr size_t kMaxContentTypes = 1'000;             // The most Content-Type fields. Real mail has below 100.
inline constexpr size_t kMaxBoundaryLines = 10'000;           // The most lines that begin with a boundary.
inline constexpr size_t kMaxBoundaryBytes = 256;              // The longest boundary. RFC 2046 5.1.1 allows 70.
inline constexpr size_t kMaxBoundaries = 10'000;              // The most different boundaries of a message.
inline constexpr size_t kMaxMimeParts = 11'002;               // Part headers kept: boundary lines + Content-Types + 2.
inline constexpr size_t kMaxMimePartBytes = size_t{8} << 20;  // The greatest size of the fields of kept part headers.
inline constexpr size_t kMaxLaterPrograms = 1'000;            // The most parts kept beyond them, named like programs.
inline constexpr int kMaxMimeDepth = 50;                      // The deepest nesting of multiparts. Real mail: ten.
inline constexpr size_t kMaxUuencodedFiles = 100;             // The most uuencoded files in one text.
// The greatest length of a uuencoded line. A real line has 62 octets; the first line has the file name.
inline constexpr size_t kMaxUuencodedLineBytes = 1'024;
inline constexpr size_t kMaxArchiveBytes = size_t{16} << 20;      // The largest attachment for the archive reader.
inline constexpr size_t kMaxArchiveEntries = 10'000;              // The most names in an archive with inner archives.
inline constexpr size_t kMaxArchiveNameBytes = 4'096;             // The greatest length of one name (PATH_MAX).
inline constexpr size_t kMaxArchiveNamesBytes = size_t{4} << 20;  // The greatest length of all names of an archive.
inline constexpr uint64_t kMaxDecodedBytes = uint64_t{1} << 30;   // The most data decompressed to read names.
// The greatest ratio of decompressed to compressed size. A zip bomb has a larger ratio.
inline constexpr uint64_t kMaxDecodedRatio = 200;
inline constexpr size_t kMaxInnerArchiveBytes = size_t{8} << 20;  // The greatest size of an archive inside an archive.
inline constexpr int kMaxArchiveDepth = 2;                        // The greatest depth: an archive in an archive.
inline constexpr int kMaxArchiveMs = 40;                          // The greatest processor time to list one archive.
inline constexpr int kMaxArchiveMsPerMiB = 20;                    // More time for each MiB of the archive.
inline constexpr size_t kMaxTextBytes = size_t{1} << 20;          // The most decoded text for the fact `body`.
inline constexpr size_t kMaxBounceTextBytes = 8'192;              // The most text of a bounce. The reason comes first.
inline constexpr size_t kMaxWordPlaces = 100;                     // The most places of a word that are looked at.

// Bounds on rule files
inline constexpr size_t kMaxRcBytes = size_t{4} << 20;     // The greatest size of one rule file or included file.
inline constexpr size_t kMaxListBytes = size_t{64} << 20;  // The largest list file. A million names fit into it.
inline constexpr int kMaxIncludeDepth = 10;
// The most files that are read for includes. Ten files that include each other would give thousands.
inline constexpr size_t kMaxIncludes = 1'000;
inline constexpr int kMaxExprDepth = 200;  // The greatest depth of nested brackets and `not`. The parser is recursive.
inline constexpr int kMaxTestDepth = 50;   // The greatest depth of tests that name other tests.
// The most conditions of a test and of the tests that it names. Without this bound there are up to 2^50.
inline constexpr size_t kMaxTestWeight = 10'000;
// The most look-ups of one condition in list files. Each look-up can read a whole file, in 2 ms.
inline constexpr int kMaxListLookups = 200;
// The most pairs of rules that `check` compares to find a rule that is never reached.
inline constexpr size_t kMaxRulePairs = 2'000'000;
inline constexpr size_t kMaxErrorsPerFile = 100;
// The most faults that the parser keeps of a file. Those of foreign rules are not shown.
inline constexpr size_t kMaxFaultsPerFile = 10'000;
// The greatest length of a command or a variable in a procmailrc. 5 octets can double this length.
inline constexpr size_t kMaxProcmailBytes = 4'096;
inline constexpr size_t kMaxRegexBytes = 4'096;
// The greatest depth of nested groups. RE2 does not recurse, and real expressions have fewer.
inline constexpr size_t kMaxRegexGroupDepth = 200;

// Bounds on the work on one message

// The longest processor time, with contained children. Linear work may take the rest of 2 s.
inline constexpr int kMaxWorkMs = 1'500;
// The greatest elapsed time, for a busy machine. With the default dns-budget this time ends before 8 s.
inline constexpr int kMaxWorkWallMs = 3'000;

// Bounds on contained children (system/child/contained_child)
inline constexpr int kChildTimeoutMs = 2'000;                    // The longest time for one request. Real ones: ms.
inline constexpr size_t kMaxChildFrameBytes = size_t{64} << 20;  // The largest request, and the largest answer.
inline constexpr size_t kMaxChildQuestionBytes = 4'096;          // The largest question. It names a token, not mail.
// The most questions that a child may ask its parent during one request. A message may ask DNS 150 times.
inline constexpr int kMaxChildQuestions = 1'000;
inline constexpr int kMaxChildRequests = 1'000;  // After this number of requests, a new child is started.

// Bounds on SPF and DNS

// The greatest length of a name during macro expansion. Only the last 253 octets of the name are used.
inline constexpr size_t kMaxSpfExpansionBytes = 4'096;
inline constexpr size_t kMaxSpfExplanationBytes = 1'024;  // The greatest length of an SPF explanation for the user.
inline constexpr int kMaxSpfLookups = 10;                 // The most SPF terms that ask DNS (RFC 7208 4.6.4).
inline constexpr int kMaxSpfVoidLookups = 2;              // The most SPF terms without data in DNS (RFC 7208 4.6.4).
inline constexpr size_t kMaxSpfMxHosts = 10;              // The most hosts of one mx term (RFC 7208 4.6.4).
inline constexpr size_t kMaxPtrNames = 10;                // The most reverse names that are looked up (RFC 7208 4.6.4).
inline constexpr int kMaxSpeculativeNames = 20;           // The most names of a message that are looked up in advance.
inline constexpr int kMaxDnsQuestions = 150;              // The most DNS questions of one message.
// The most DNS answers cached from message to message (check --dns: from wave to wave).
inline constexpr size_t kMaxDnsCached = 10'000;
inline constexpr size_t kMaxDnsNameBytes = 253;  // The greatest length of a name as text (RFC 1035 2.3.4).
inline constexpr size_t kMaxListNameCuts = 16;   // The most guesses at the name of a mailing list in a sender address.
inline constexpr size_t kMaxAuthResults = 100;   // The most results read from Authentication-Results fields.
inline constexpr size_t kMaxDnsRecords = 1'000;  // The most records read from one DNS answer.
inline constexpr int kMaxDnsPointers = 64;       // The most compression pointers in a name of at most 127 labels.

// Bounds on check --dns
inline constexpr size_t kMaxCheckedDomains = 10'000;
inline constexpr size_t kMaxMailHosts = 16;  // The most MX hosts of one domain. No real domain has more.
inline constexpr int kMailHostsMs = 60'000;  // The longest time for all DNS questions of check --dns.

// Bounds on the output
inline constexpr size_t kMaxHeaderTextBytes = 512;  // The greatest length of one expanded text in a header value.
inline constexpr size_t kMaxNewValueBytes = 4'096;  // The greatest length of a header value that hfilter writes.
inline constexpr size_t kMaxLineBytes = 998;        // The greatest length of a line without its end (RFC 5322 2.1.1).
inline constexpr size_t kMaxLogLineBytes = 4'096;   // The longest log line. The line is one atomic write (O_APPEND).

// Bounds on the time
inline constexpr int kDecideDeadlineMs = 8'000;  // The longest time to decide. Dovecot gives a sieve program 10 s.
inline constexpr int kIdleTimeoutMs = 60'000;    // The longest wait for one read or write.

}  // namespace hfilter
