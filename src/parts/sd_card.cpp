#include "parts/sd_card.hpp"

#include <algorithm>
#include <utility>

#include "parts/sd_registers.hpp"

namespace pinbridge::parts {
namespace {

constexpr std::uint8_t kIdleLine = 0xFF;

// The bits of a response.
constexpr unsigned kInIdleState = 0x01;
constexpr unsigned kIllegalCommand = 0x04;
constexpr unsigned kCheckSumError = 0x08;
constexpr unsigned kAddressError = 0x20;
constexpr unsigned kParameterError = 0x40;

constexpr std::uint8_t kBlockStart = 0xFE;
constexpr std::uint8_t kBlockStartInRow = 0xFC;
constexpr std::uint8_t kRowEnd = 0xFD;
constexpr std::uint8_t kOutOfRange = 0x08;

// What follows a written block.
constexpr std::uint8_t kAccepted = 0x05;
constexpr std::uint8_t kCheckSumWrong = 0x0B;
constexpr std::uint8_t kWriteError = 0x0D;
constexpr std::uint8_t kBusy = 0x00;

constexpr unsigned kByte = 8;
constexpr std::uint32_t kBlockBytes = SdStorage::kBlockSize;
constexpr std::size_t kStatusSize = 64;

enum Command : unsigned {
  kReset = 0,
  kInitialize = 1,
  kSwitch = 6,
  kInterface = 8,
  kSendCsd = 9,
  kSendCid = 10,
  kStop = 12,
  kSendStatus = 13,
  kBlockLength = 16,
  kReadBlock = 17,
  kReadBlocks = 18,
  kWriteBlock = 24,
  kWriteBlocks = 25,
  kEraseFirst = 32,
  kEraseLast = 33,
  kErase = 38,
  kApplication = 55,
  kReadOcr = 58,
  kCheckSums = 59,
};

enum ApplicationCommand : unsigned {
  kCardStatus = 13,
  kWellWritten = 22,
  kEraseBefore = 23,
  kInitializeCard = 41,
  kDetectPull = 42,
  kSendScr = 51,
};

bool is_command_start(std::uint8_t byte) {
  return (byte & 0xC0U) == 0x40U;
}

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24U), static_cast<std::uint8_t>(value >> 16U),
          static_cast<std::uint8_t>(value >> 8U), static_cast<std::uint8_t>(value)};
}

std::array<std::uint8_t, 2> big_endian(std::uint16_t value) {
  return {static_cast<std::uint8_t>(value >> kByte), static_cast<std::uint8_t>(value)};
}

}  // namespace

std::uint8_t SdCard::spi_exchange(std::uint8_t received) {
  // A command ends what the card sends; no token looks like its first byte.
  if (phase_ == Phase::write_block) {
    take_block_byte(received);
  } else if (command_count_ > 0 || is_command_start(received)) {
    take_command_byte(received);
  } else if (phase_ == Phase::write_token) {
    take_token(received);
  }
  return next_out();
}

void SdCard::power_off() {
  phase_ = Phase::command;
  command_count_ = 0;
  out_.clear();
  sent_ = 0;
  powered_ = ready_ = starts_ = application_ = checks_ = false;
}

std::uint8_t SdCard::next_out() {
  if (sent_ == out_.size() && phase_ == Phase::read_blocks) {
    out_.clear();
    sent_ = 0;
    send_block();
  }
  if (sent_ == out_.size()) return kIdleLine;
  return out_[sent_++];
}

void SdCard::take_command_byte(std::uint8_t byte) {
  command_[command_count_++] = byte;
  if (command_count_ < kCommandSize) return;
  command_count_ = 0;
  out_.clear();
  sent_ = 0;
  phase_ = Phase::command;
  execute();
}

void SdCard::execute() {
  const unsigned index = command_[0] & 0x3FU;
  std::uint32_t argument = 0;
  for (std::size_t i = 1; i <= 4; ++i) argument = argument << kByte | command_[i];
  const bool checked = checks_ || index == kReset || index == kInterface;
  const bool is_wrong =
      checked && sd_crc7(std::span(command_).first(kCommandSize - 1)) != command_.back();
  // In SD mode it only takes the reset that begins SPI mode.
  if (!powered_ && (index != kReset || is_wrong)) return;
  const bool is_application = std::exchange(application_, false);
  if (is_wrong) return respond(kCheckSumError);
  if (is_application) return run_application(index, argument);
  if (!ready_ && !is_known_before_ready(index)) return respond(kIllegalCommand);
  run(index, argument);
}

bool SdCard::is_known_before_ready(unsigned index) const {
  return index == kReset || index == kInitialize || index == kInterface || index == kApplication ||
         index == kReadOcr || index == kCheckSums;
}

void SdCard::run(unsigned index, std::uint32_t argument) {
  switch (index) {
    case kReset:
      power_off();
      powered_ = true;
      return respond(0);
    case kInitialize:
      ready_ = std::exchange(starts_, true);
      return respond(0);
    case kSwitch:
      respond(0);
      return send_data(sd_switch_status());
    case kInterface:
      return respond(0, big_endian(argument & 0x0FFFU));
    case kSendCsd:
      respond(0);
      return send_data(sd_csd(storage_.block_count()));
    case kSendCid:
      respond(0);
      return send_data(sd_cid());
    case kStop:
      // A byte without meaning comes first.
      out_.push_back(kIdleLine);
      return respond(0);
    case kSendStatus:
      return respond(0, std::array<std::uint8_t, 1>{});
    case kBlockLength:
      return respond(argument == kBlockBytes ? 0 : kParameterError);
    case kReadBlock:
    case kReadBlocks:
      return begin_transfer(false, index == kReadBlocks, argument);
    case kWriteBlock:
    case kWriteBlocks:
      return begin_transfer(true, index == kWriteBlocks, argument);
    case kEraseFirst:
      return mark_erase(erase_first_, argument);
    case kEraseLast:
      return mark_erase(erase_last_, argument);
    case kErase:
      return erase();
    case kApplication:
      application_ = true;
      return respond(0);
    case kReadOcr:
      // 2.7 to 3.6 V; and whether it is initialised.
      return respond(0, big_endian(0x00FF8000U | (ready_ ? 0x80000000U : 0U)));
    case kCheckSums:
      checks_ = (argument & 1U) != 0;
      return respond(0);
    default:
      return respond(kIllegalCommand);
  }
}

void SdCard::run_application(unsigned index, std::uint32_t argument) {
  if (!ready_ && index != kInitializeCard) return respond(kIllegalCommand);
  switch (index) {
    case kInitializeCard:
      return run(kInitialize, argument);
    case kCardStatus:
      respond(0, std::array<std::uint8_t, 1>{});
      return send_data(std::array<std::uint8_t, kStatusSize>{});
    case kWellWritten:
      respond(0);
      return send_data(big_endian(well_written_));
    case kSendScr:
      respond(0);
      return send_data(sd_scr());
    case kEraseBefore:
    case kDetectPull:
      return respond(0);
    default:
      return respond(kIllegalCommand);
  }
}

/// A byte of rest, then the response.
void SdCard::respond(unsigned errors, std::span<const std::uint8_t> more) {
  out_.push_back(kIdleLine);
  out_.push_back(static_cast<std::uint8_t>(errors | (ready_ ? 0U : kInIdleState)));
  send(more);
}

void SdCard::send_data(std::span<const std::uint8_t> bytes) {
  out_.push_back(kIdleLine);
  out_.push_back(kBlockStart);
  send(bytes);
  send(big_endian(sd_crc16(bytes)));
}

void SdCard::begin_transfer(bool writes, bool several, std::uint32_t address) {
  if (address % kBlockBytes != 0) return respond(kAddressError);
  if (address / kBlockBytes >= storage_.block_count()) return respond(kParameterError);
  block_ = address / kBlockBytes;
  several_ = several;
  respond(0);
  if (writes) {
    phase_ = Phase::write_token;
    well_written_ = 0;
    return;
  }
  phase_ = several ? Phase::read_blocks : Phase::command;
  send_block();
}

void SdCard::send_block() {
  if (block_ == storage_.block_count()) {
    phase_ = Phase::command;
    out_.push_back(kOutOfRange);
    return;
  }
  send_data(storage_.read(block_++));
  ++blocks_read_;
  touched_();
}

void SdCard::take_token(std::uint8_t byte) {
  if (several_ && byte == kRowEnd) {
    phase_ = Phase::command;
    out_.assign({kIdleLine, kBusy});
    sent_ = 0;
  } else if (byte == (several_ ? kBlockStartInRow : kBlockStart)) {
    phase_ = Phase::write_block;
    received_count_ = 0;
  }
}

void SdCard::take_block_byte(std::uint8_t byte) {
  if (received_count_ < received_.size()) {
    received_[received_count_++] = byte;
    return;
  }
  received_check_[received_count_++ - received_.size()] = byte;
  if (received_count_ < received_.size() + received_check_.size()) return;
  phase_ = several_ ? Phase::write_token : Phase::command;
  std::uint8_t answer = kAccepted;
  if (checks_ && big_endian(sd_crc16(received_)) != received_check_) {
    answer = kCheckSumWrong;
  } else if (block_ == storage_.block_count()) {
    answer = kWriteError;
  } else {
    storage_.write(block_++, received_);
    ++well_written_;
    ++blocks_written_;
    touched_();
  }
  out_.assign({answer, kBusy});
  sent_ = 0;
}

void SdCard::mark_erase(std::uint32_t& end, std::uint32_t address) {
  const std::uint32_t block = address / kBlockBytes;
  if (block >= storage_.block_count()) return respond(kParameterError);
  end = block;
  respond(0);
}

void SdCard::erase() {
  if (erase_first_ > erase_last_) return respond(kParameterError);
  storage_.erase(erase_first_, erase_last_);
  touched_();
  respond(0, std::array<std::uint8_t, 1>{kBusy});
}

}  // namespace pinbridge::parts
