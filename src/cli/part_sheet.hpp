#pragma once

#include <string>

#include "bench/part_type.hpp"

namespace pinbridge {

/// What a person needs to know to wire a part: its pins, attributes and controls, as lines of text.
std::string sheet(const PartType& type);

/// All parts as a document in Markdown: docs/parts.md.
std::string markdown_sheets(const Catalog& catalog);

}  // namespace pinbridge
