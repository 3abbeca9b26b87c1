#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "board/problem.hpp"

namespace pinbridge::board {

/// A string of the file with its location.
struct PlacedText {
  std::string text;
  Place place;
};

/// A part's attribute, with the location of its value.
struct BoardAttribute : PlacedText {
  Place name;  ///< where its name stands
};

/// A part as the file describes it.
struct BoardPart {
  PlacedText id;
  PlacedText type;
  double left = 0;  ///< pixels, as Wokwi counts them
  double top = 0;
  bool placed = false;  ///< the file gives `left` or `top`; clients place the other parts
  double rotate = 0;    ///< degrees clockwise
  bool hide = false;
  std::map<std::string, BoardAttribute> attributes;  ///< an array's text is its JSON
};

/// A wire as the file describes it.
struct BoardConnection {
  PlacedText from;  ///< "led1:A"
  PlacedText to;
  std::string color;              ///< empty: not drawn
  std::vector<std::string> path;  ///< Wokwi's steps: "v10", "h5", "*"
};

/// The file: a Wokwi diagram.
struct Board {
  std::string author;
  std::vector<BoardPart> parts;
  std::vector<BoardConnection> connections;
  std::unordered_set<std::string> refused;  ///< ids of parts that were left out of `parts`
  /// The lines that pins of an imported microcontroller became: "esp:D4" is "esp:4". Names of the
  /// microcontroller's table, wired or not.
  std::map<std::string, std::string, std::less<>> imported_pins;
};

}  // namespace pinbridge::board
