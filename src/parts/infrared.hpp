#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

// Infrared: what a remote sends arrives at each receiver of the board, without a wire. Their pins
// IR are this light: high while a carrier of 38 kHz is sent, else floating, so that a client can
// send as well.

/// `wokwi-ir-remote`: a remote control of 20 keys, each a control. A key sends its code, and
/// repetitions while it is held down, by the NEC protocol with the address 0. Keys that are pressed
/// meanwhile are sent afterwards, in their order.
///
/// It shows `sends`: the key that it sends, or nothing.
PartType ir_remote_type();

/// `wokwi-ir-receiver`: DAT is low while a carrier arrives. The control `receive` lets a code
/// arrive at this receiver alone: "ADDRESS,COMMAND".
PartType ir_receiver_type();

}  // namespace pinbridge::parts
