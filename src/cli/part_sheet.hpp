#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "bench/part_type.hpp"

namespace pinbridge::cli {

/// What a person needs to know to wire a part: its pins, attributes and controls, as lines of text.
std::string sheet(const PartType& type);

/// The same for programs: {type, summary, pins, attributes, controls}.
boost::json::object json_sheet(const PartType& type);

/// All parts as a document in Markdown: docs/reference/parts.md.
std::string markdown_sheets(const Catalog& catalog);

}  // namespace pinbridge::cli
