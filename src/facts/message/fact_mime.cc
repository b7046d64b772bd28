// SPDX-License-Identifier: BSD-2-Clause
// `body`, `mime`, `attachment ...`: the content of the message. A fact about attachments has the values of all
// attachments, or of one attachment inside `any attachment (...)`.
#include "facts/fact_context.h"
#include "mime/mime_content.h"

namespace hfilter {

namespace {

FactValue of_attachments(const FactContext& context, Scalar (*scalar_of)(const Attachment&)) {
  if (context.attachment) {
    const std::optional<Unknown>& why = context.attachment->not_reached_because;
    return why ? FactValue::unknown(*why) : FactValue::one(scalar_of(*context.attachment));
  }
  if (!context.mime) return FactValue::unknown(mime_not_read());
  const Finding<std::vector<Attachment>>& all = context.mime->attachments();
  if (!all.known()) return FactValue::unknown(all.why());
  std::vector<Scalar> values;
  std::optional<Unknown> missing;
  for (const Attachment& attachment : *all) {
    if (attachment.not_reached_because) {
      missing = attachment.not_reached_because;
    } else {
      values.push_back(scalar_of(attachment));
    }
  }
  return FactValue::several(std::move(values)).incomplete_because(std::move(missing));
}

/// Returns true if `word` is true for some attachment, and unknown if it may be.
Truth of_some(const FactContext& context, Truth Attachment::*word) {
  if (context.attachment) return context.attachment->*word;
  if (!context.mime) return Truth::unknown(mime_not_read());
  const Finding<std::vector<Attachment>>& all = context.mime->attachments();
  if (!all.known()) return Truth::unknown(all.why());
  Truth result = Truth::no(all->empty() ? "there is no attachment" : "no attachment is of this kind");
  for (const Attachment& attachment : *all) {
    const Truth& truth = attachment.*word;
    if (truth.is_false() || truth.value <= result.value) continue;
    result = truth;
    if (!attachment.name.empty()) result.why = "\"" + attachment.name + "\": " + result.why;
  }
  return result;
}

}  // namespace

FactValue fact_body(const FactContext& context) {
  if (!context.mime) return FactValue::unknown(mime_not_read());
  const Finding<BodyText>& text = context.mime->text();
  if (!text.known()) return FactValue::unknown(text.why());
  return FactValue::one(text->text).incomplete_because(text->missing);
}

FactValue fact_mime(const FactContext& context) {
  if (!context.mime) return FactValue::unknown(mime_not_read());
  const Finding<MimeContent::Oddness>& odd = context.mime->oddness();
  if (!odd.known()) return FactValue::unknown(odd.why());
  std::vector<Scalar> values;
  if (odd->marks != 0) values.emplace_back(std::string("malformed"));
  if (!odd->limits.empty()) values.emplace_back(std::string("too-large"));
  if (values.empty()) values.emplace_back(std::string("well-formed"));
  return FactValue::several(std::move(values));
}

Truth word_mime_malformed(const FactContext& context) {
  if (!context.mime) return Truth::unknown(mime_not_read());
  return context.mime->oddness().as_truth([](const MimeContent::Oddness& odd) {
    return Truth::of(odd.marks != 0, odd.marks ? mime_marks_text(odd.marks) : "nothing is malformed");
  });
}

Truth word_mime_too_large(const FactContext& context) {
  if (!context.mime) return Truth::unknown(mime_not_read());
  return context.mime->oddness().as_truth([](const MimeContent::Oddness& odd) {
    return Truth::of(!odd.limits.empty(), odd.limits.empty() ? "within the limits" : odd.limits.front()->text);
  });
}

FactValue fact_attachment(const FactContext& context) {
  return of_attachments(context, [](const Attachment& a) {
    std::string text = a.name.empty() ? a.type : a.name + " (" + a.type + ")";
    for (const auto& [truth, word] : {std::pair(&a.executable, "executable"), std::pair(&a.archive, "archive"),
                                      std::pair(&a.encrypted, "encrypted"), std::pair(&a.disguised, "disguised"),
                                      std::pair(&a.unchecked, "unchecked")}) {
      if (truth->is_true()) text += std::string(", ") + word;
    }
    return Scalar(std::move(text));
  });
}

FactValue fact_attachment_name(const FactContext& context) {
  return of_attachments(context, [](const Attachment& a) { return Scalar(a.name); });
}

FactValue fact_attachment_type(const FactContext& context) {
  return of_attachments(context, [](const Attachment& a) { return Scalar(a.type); });
}

FactValue fact_attachment_size(const FactContext& context) {
  return of_attachments(context, [](const Attachment& a) { return Scalar(static_cast<double>(a.size)); });
}

Truth word_attachment_executable(const FactContext& context) { return of_some(context, &Attachment::executable); }
Truth word_attachment_archive(const FactContext& context) { return of_some(context, &Attachment::archive); }
Truth word_attachment_encrypted(const FactContext& context) { return of_some(context, &Attachment::encrypted); }
Truth word_attachment_disguised(const FactContext& context) { return of_some(context, &Attachment::disguised); }

Truth word_attachment_unchecked(const FactContext& context) { return of_some(context, &Attachment::unchecked); }

}  // namespace hfilter
