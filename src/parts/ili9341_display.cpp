#include "parts/ili9341_display.hpp"

#include <utility>

#include <fmt/format.h>

namespace pinbridge::parts {
namespace {

enum Command : std::uint8_t {
  kSoftwareReset = 0x01,
  kReadId = 0x04,
  kReadStatus = 0x09,
  kReadPower = 0x0A,
  kReadOrientation = 0x0B,
  kReadPixelFormat = 0x0C,
  kReadImageMode = 0x0D,
  kSleep = 0x10,
  kWake = 0x11,
  kNormal = 0x13,
  kInversionOff = 0x20,
  kInversionOn = 0x21,
  kOff = 0x28,
  kOn = 0x29,
  kColumns = 0x2A,
  kPages = 0x2B,
  kWriteMemory = 0x2C,
  kReadMemory = 0x2E,
  kScrollArea = 0x33,
  kOrientation = 0x36,
  kScrollTo = 0x37,
  kPixelFormat = 0x3A,
  kContinueWriting = 0x3C,
  kContinueReading = 0x3E,
  kReadId4 = 0xD3,
};

// Of the orientation.
constexpr unsigned kMirrorPages = 0x80;
constexpr unsigned kMirrorColumns = 0x40;
constexpr unsigned kExchange = 0x20;
constexpr unsigned kBlueFirst = 0x08;

constexpr unsigned kFormatMask = 0x07;
constexpr unsigned kSixteenBits = 0x05;
constexpr std::uint8_t kFormatAfterReset = 0x66;

constexpr unsigned kRedOf16 = 0xF800;
constexpr unsigned kGreenOf16 = 0x07E0;
constexpr unsigned kBlueOf16 = 0x001F;
constexpr unsigned kBlueShift = 11;

std::uint16_t with_red_and_blue_exchanged(std::uint16_t color) {
  return static_cast<std::uint16_t>((color & kBlueOf16) << kBlueShift | (color & kGreenOf16) |
                                    (color & kRedOf16) >> kBlueShift);
}

/// Three bytes of red, green and blue, as 16 bits.
std::uint16_t from_bytes(std::uint32_t bytes) {
  return static_cast<std::uint16_t>(((bytes >> 8U) & kRedOf16) | ((bytes >> 5U) & kGreenOf16) |
                                    ((bytes >> 3U) & kBlueOf16));
}

}  // namespace

void Ili9341Display::reset() {
  command_ = 0;
  parameter_count_ = 0;
  reads_ = false;
  columns_ = {0, kWidth - 1, 0};
  pages_ = {0, kHeight - 1, 0};
  scrolls_ = {0, kHeight, 0};
  orientation_ = 0;
  pixel_format_ = kFormatAfterReset;
  awake_ = on_ = inverted_ = false;
}

void Ili9341Display::command(std::uint8_t byte) {
  command_ = byte;
  parameter_count_ = 0;
  pixel_bytes_ = 0;
  answer_ = answer(byte);
  answered_ = 0;
  reads_ = !answer_.empty();
  switch (byte) {
    case kSoftwareReset:
      return reset();
    case kSleep:
    case kWake:
      awake_ = byte == kWake;
      return;
    case kNormal:
      scrolls_.by = 0;
      return;
    case kInversionOff:
    case kInversionOn:
      inverted_ = byte == kInversionOn;
      return;
    case kOff:
    case kOn:
      on_ = byte == kOn;
      return;
    case kWriteMemory:
    case kReadMemory:
      return begin_pixels();
    default:
      return;
  }
}

void Ili9341Display::begin_pixels() {
  columns_.now = columns_.first;
  pages_.now = pages_.first;
}

void Ili9341Display::data(std::uint8_t byte) {
  if (command_ == kWriteMemory || command_ == kContinueWriting) return take_pixel_byte(byte);
  if (parameter_count_ == kMostParameters) return;
  parameters_[parameter_count_++] = byte;
  execute();
}

/// A command takes effect when its last parameter has arrived.
void Ili9341Display::execute() {
  switch (command_) {
    case kColumns:
      if (parameter_count_ == 4) set_span(columns_);
      return;
    case kPages:
      if (parameter_count_ == 4) set_span(pages_);
      return;
    case kScrollArea:
      if (parameter_count_ == 6) set_scroll_area();
      return;
    case kScrollTo:
      if (parameter_count_ == 2) scroll_to(number_at(0));
      return;
    case kOrientation:
      if (parameter_count_ == 1) orientation_ = parameters_[0];
      return;
    case kPixelFormat:
      if (parameter_count_ == 1) pixel_format_ = parameters_[0];
      return;
    default:
      return;
  }
}

int Ili9341Display::number_at(std::size_t parameter) const {
  return static_cast<int>(unsigned{parameters_[parameter]} << 8U | parameters_[parameter + 1]);
}

/// The fixed pages above, those that scroll, and the fixed ones below. The controller's picture is
/// undefined if they are not all pages; here such a definition is ignored.
void Ili9341Display::set_scroll_area() {
  const int above = number_at(0);
  const int count = number_at(2);
  if (count > 0 && above + count + number_at(4) == kHeight) scrolls_ = {above, count, 0};
}

void Ili9341Display::scroll_to(int page) {
  const int by = page - scrolls_.first;
  if (by >= 0 && by < scrolls_.count) scrolls_.by = by;
}

int Ili9341Display::page_seen_at(int y) const {
  const int place = y - scrolls_.first;
  if (place < 0 || place >= scrolls_.count) return y;
  return scrolls_.first + (place + scrolls_.by) % scrolls_.count;
}

void Ili9341Display::set_span(Span& span) const {
  const int first = number_at(0);
  const int last = number_at(2);
  // The controller ignores a window that ends before it begins.
  if (first <= last) span = {first, last, first};
}

void Ili9341Display::take_pixel_byte(std::uint8_t byte) {
  const bool has_16_bits = (pixel_format_ & kFormatMask) == kSixteenBits;
  pixel_ = pixel_ << 8U | byte;
  if (++pixel_bytes_ < (has_16_bits ? 2 : 3)) return;
  store(has_16_bits ? static_cast<std::uint16_t>(pixel_) : from_bytes(pixel_));
  pixel_ = 0;
  pixel_bytes_ = 0;
}

void Ili9341Display::store(std::uint16_t color) {
  if (const auto pixel = present_pixel()) {
    if (memory_.empty()) memory_.resize(std::size_t{kWidth} * kHeight);
    memory_[*pixel] = color;
  }
  advance();
}

std::optional<std::size_t> Ili9341Display::present_pixel() const {
  int column = columns_.now;
  int page = pages_.now;
  if ((orientation_ & kExchange) != 0) std::swap(column, page);
  if (column >= kWidth || page >= kHeight) return std::nullopt;
  if ((orientation_ & kMirrorColumns) != 0) column = kWidth - 1 - column;
  if ((orientation_ & kMirrorPages) != 0) page = kHeight - 1 - page;
  return static_cast<std::size_t>(page) * kWidth + static_cast<std::size_t>(column);
}

void Ili9341Display::advance() {
  if (columns_.now++ < columns_.last) return;
  columns_.now = columns_.first;
  if (pages_.now++ >= pages_.last) pages_.now = pages_.first;
}

/// The bytes that are read after a command; empty for one that is not read.
std::vector<std::uint8_t> Ili9341Display::answer(std::uint8_t command) const {
  const auto format = static_cast<std::uint8_t>(pixel_format_ & kFormatMask);
  switch (command) {
    case kReadId:
      return {0, 0, 0, 0};
    case kReadStatus:
      return {0, static_cast<std::uint8_t>(awake_ ? 0x80 : 0),
              static_cast<std::uint8_t>(unsigned{format} << 4U | (awake_ ? 2U : 0U) | 1U),
              static_cast<std::uint8_t>((inverted_ ? 0x20U : 0U) | (on_ ? 0x04U : 0U)), 0};
    case kReadPower:
      return {static_cast<std::uint8_t>(0x08U | (awake_ ? 0x90U : 0U) | (on_ ? 0x04U : 0U))};
    case kReadOrientation:
      return {orientation_};
    case kReadPixelFormat:
      return {pixel_format_};
    case kReadImageMode:
      return {static_cast<std::uint8_t>(inverted_ ? 0x20 : 0)};
    case kReadMemory:
    case kContinueReading:
      return {0};
    case kReadId4:
      return {0, 0, 0x93, 0x41};
    default:
      return {};
  }
}

std::uint8_t Ili9341Display::read() {
  if (answered_ < answer_.size()) return answer_[answered_++];
  return command_ == kReadMemory || command_ == kContinueReading ? read_pixel_byte() : 0;
}

/// Pixels are read in three bytes, whatever their format is when they are written.
std::uint8_t Ili9341Display::read_pixel_byte() {
  const auto pixel = present_pixel();
  const unsigned color = pixel ? stored(*pixel) : 0U;
  const std::array<unsigned, 3> bytes{(color & kRedOf16) >> 8U, (color & kGreenOf16) >> 3U,
                                      (color & kBlueOf16) << 3U};
  const unsigned byte = bytes[static_cast<std::size_t>(pixel_bytes_)];
  pixel_bytes_ = (pixel_bytes_ + 1) % 3;
  if (pixel_bytes_ == 0) advance();
  return static_cast<std::uint8_t>(byte);
}

/// Modules have their columns mirrored, and blue where the controller has red.
std::uint16_t Ili9341Display::color(int x, int y) const {
  if (!is_on()) return 0;
  const auto column = static_cast<std::size_t>(kWidth - 1 - x);
  const auto page = static_cast<std::size_t>(page_seen_at(y));
  std::uint16_t color = stored(page * kWidth + column);
  if ((orientation_ & kBlueFirst) == 0) color = with_red_and_blue_exchanged(color);
  return inverted_ ? static_cast<std::uint16_t>(~color) : color;
}

std::string Ili9341Display::pixels() const {
  if (!is_on() || (memory_.empty() && !inverted_)) return fmt::format("0000*{}", kWidth * kHeight);
  std::string text;
  std::uint16_t run = color(0, 0);
  int length = 0;
  const auto end_run = [&] {
    fmt::format_to(std::back_inserter(text), "{}{:04x}", text.empty() ? "" : ",", run);
    if (length > 1) fmt::format_to(std::back_inserter(text), "*{}", length);
  };
  for (int i = 0; i < kWidth * kHeight; ++i) {
    const std::uint16_t next = color(i % kWidth, i / kWidth);
    if (next != run) {
      end_run();
      run = next;
      length = 0;
    }
    ++length;
  }
  end_run();
  return text;
}

}  // namespace pinbridge::parts
