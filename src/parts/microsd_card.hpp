#pragma once

#include "bench/part_type.hpp"

namespace pinbridge::parts {

/// `wokwi-microsd-card`: a memory card in SPI mode, as SdCard describes it, with an empty FAT16
/// file system. Its content is lost when the bench ends. The control `card` takes it out of its
/// socket and puts it in: CD is connected to GND while there is no card.
///
/// It shows `read` and `written`: how many blocks of 512 bytes the guest has read and written.
/// Clients are notified at most once in 100 ms.
PartType microsd_card_type();

}  // namespace pinbridge::parts
