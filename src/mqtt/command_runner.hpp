#pragma once

#include <string>
#include <string_view>

#include "api/commands.hpp"
#include "mqtt/connection.hpp"
#include "mqtt/topics.hpp"

namespace pinbridge::mqtt {

/// Does what a message on one of the bench's topics says: sets a pin, sets a control or presses a
/// button. Fails with an error, and changes nothing, if the topic is not a command's, the payload
/// is not valid, or the message is a retained one, which would repeat at each connection.
Result<void> run_command(api::Commands& commands, const Topics& topics, const Message& message);

}  // namespace pinbridge::mqtt
