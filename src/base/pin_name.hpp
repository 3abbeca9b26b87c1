#pragma once

#include <string_view>
#include <utility>

namespace pinbridge {

/// "led1:A" as its part and its pin, split at the first colon. Without a colon the pin is empty.
std::pair<std::string_view, std::string_view> split_pin_name(std::string_view name);

/// "keypad:5" as the part and its control, likewise. Without a colon the control is "pressed", the
/// one of a part that is a single button.
std::pair<std::string_view, std::string_view> split_button_name(std::string_view name);

}  // namespace pinbridge
