#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "parts/sd_storage.hpp"
#include "parts/spi_target.hpp"

namespace pinbridge::parts {

/// An SD card of standard capacity in SPI mode: initialisation, registers, blocks of 512 bytes that
/// are read and written one by one or in a row, erasing, check sums. It is never busy for longer
/// than a byte. Without pins and without a clock.
class SdCard : public SpiDevice {
 public:
  /// `storage` outlives it. `touched` is called after each block that is read or written.
  SdCard(SdStorage& storage, std::function<void()> touched)
      : storage_(storage), touched_(std::move(touched)) {}

  std::uint8_t spi_selected() override { return next_out(); }
  std::uint8_t spi_exchange(std::uint8_t received) override;

  /// It loses its power, and has to be initialised again; its blocks remain.
  void power_off();

  std::uint64_t blocks_read() const { return blocks_read_; }
  std::uint64_t blocks_written() const { return blocks_written_; }

 private:
  enum class Phase : std::uint8_t {
    command,      ///< awaits a command, or sends what it answers
    read_blocks,  ///< sends blocks in a row until a command ends it
    write_token,  ///< awaits the start of a block
    write_block,  ///< receives a block
  };

  static constexpr std::size_t kCommandSize = 6;

  void take_command_byte(std::uint8_t byte);
  void take_block_byte(std::uint8_t byte);
  void take_token(std::uint8_t byte);
  void execute();
  bool is_known_before_ready(unsigned index) const;
  void run(unsigned index, std::uint32_t argument);
  void run_application(unsigned index, std::uint32_t argument);
  void begin_transfer(bool writes, bool several, std::uint32_t address);
  void send_block();
  void mark_erase(std::uint32_t& end, std::uint32_t address);
  void erase();

  void respond(unsigned errors, std::span<const std::uint8_t> more = {});
  void send(std::span<const std::uint8_t> bytes) {
    out_.insert(out_.end(), bytes.begin(), bytes.end());
  }
  void send_data(std::span<const std::uint8_t> bytes);
  std::uint8_t next_out();

  SdStorage& storage_;
  std::function<void()> touched_;
  Phase phase_ = Phase::command;
  std::array<std::uint8_t, kCommandSize> command_{};
  std::size_t command_count_ = 0;
  std::vector<std::uint8_t> out_;  ///< to be sent
  std::size_t sent_ = 0;           ///< of out_

  bool powered_ = false;      ///< reset into SPI mode
  bool ready_ = false;        ///< initialised
  bool starts_ = false;       ///< has been asked to initialise once
  bool application_ = false;  ///< the next command is one of the application
  bool checks_ = false;       ///< check sums of commands and data
  bool several_ = false;      ///< blocks in a row
  std::uint32_t block_ = 0;   ///< of the transfer
  SdStorage::Block received_{};
  std::array<std::uint8_t, 2> received_check_{};
  std::size_t received_count_ = 0;
  std::uint32_t well_written_ = 0;  ///< blocks of the last writing
  std::uint32_t erase_first_ = 0;
  std::uint32_t erase_last_ = 0;
  std::uint64_t blocks_read_ = 0;
  std::uint64_t blocks_written_ = 0;
};

}  // namespace pinbridge::parts
