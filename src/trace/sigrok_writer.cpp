#include "trace/sigrok_writer.hpp"

#include <algorithm>
#include <utility>

#include <boost/crc.hpp>
#include <fmt/format.h>

#include "base/check.hpp"

namespace pinbridge::trace {
namespace {

/// Samples are stored in files of this size.
constexpr std::size_t kChunk = 4U << 20U;

constexpr std::uint32_t kLocalHeader = 0x04034b50;
constexpr std::uint32_t kCentralHeader = 0x02014b50;
constexpr std::uint32_t kEndOfDirectory = 0x06054b50;
constexpr std::uint16_t kVersion = 20;
constexpr std::uint16_t kFirstDay = 0x21;  ///< 1980-01-01: a file has no date here

void put16(std::string& bytes, std::size_t value) {
  bytes += static_cast<char>(value & 0xff);
  bytes += static_cast<char>(value >> 8U & 0xff);
}

void put32(std::string& bytes, std::size_t value) {
  put16(bytes, value & 0xffff);
  put16(bytes, value >> 16U & 0xffff);
}

std::uint32_t crc_of(const std::string& content) {
  boost::crc_32_type crc;
  crc.process_bytes(content.data(), content.size());
  return crc.checksum();
}

std::string metadata(const std::vector<WaveformSignal>& signals, Duration unit,
                     std::size_t unit_size) {
  std::string text = fmt::format(
      "[global]\nsigrok version=0.5.2\n\n[device 1]\ncapturefile=logic-1\ntotal probes={}\n"
      "samplerate={} Hz\ntotal analog=0\n",
      signals.size(), std::chrono::seconds(1) / unit);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    text += fmt::format("probe{}={}:{}\n", i + 1, signals[i].scope, signals[i].name);
  }
  return text + fmt::format("unitsize={}\n", unit_size);
}

}  // namespace

SigrokWriter::SigrokWriter(const std::vector<WaveformSignal>& signals, Duration unit)
    : unit_(unit),
      ticks_(unit),
      signal_count_(signals.size()),
      sample_((signals.size() + 7) / 8, '\0') {
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (signals[i].level == Level::high) sample_[i / 8] |= static_cast<char>(1U << i % 8);
  }
  add_file("version", "2");
  add_file("metadata", metadata(signals, unit, sample_.size()));
}

void SigrokWriter::change(std::size_t signal, Level level, Duration time) {
  PB_CHECK(signal < signal_count_);
  sample_until(time / unit_);
  ticks_.add(time);
  const auto bit = static_cast<char>(1U << signal % 8);
  char& byte = sample_[signal / 8];
  byte = static_cast<char>(level == Level::high ? byte | bit : byte & ~bit);
}

void SigrokWriter::end(Duration time) {
  sample_until(time / unit_ + 1);
  if (!samples_.empty()) write_samples();
  write_directory();
}

std::string SigrokWriter::take() {
  return std::exchange(bytes_, {});
}

Result<void> SigrokWriter::status() const {
  if (!full_) return {};
  return make_error(ErrorCode::limit,
                    "the recording has 4 GB, the most that a .sr file holds; record for a shorter "
                    "time, with a greater --timescale, or as .vcd");
}

void SigrokWriter::sample_until(std::int64_t time) {
  while (time_ < time && !full_) {
    const auto room = static_cast<std::int64_t>((kChunk - samples_.size()) / sample_.size());
    const std::int64_t count = std::min(time - time_, std::max<std::int64_t>(room, 1));
    if (sample_.size() == 1) {
      samples_.append(static_cast<std::size_t>(count), sample_[0]);
    } else {
      for (std::int64_t i = 0; i < count; ++i) samples_ += sample_;
    }
    time_ += count;
    if (samples_.size() + sample_.size() > kChunk) write_samples();
  }
}

void SigrokWriter::write_samples() {
  if (written_ + samples_.size() > kMostBytes) {
    full_ = true;
  } else {
    add_file(fmt::format("logic-1-{}", ++chunks_), samples_);
  }
  samples_.clear();
}

void SigrokWriter::add_file(const std::string& name, const std::string& content) {
  const Entry entry{name, crc_of(content), static_cast<std::uint32_t>(content.size()),
                    static_cast<std::uint32_t>(written_)};
  const std::size_t before = bytes_.size();
  put32(bytes_, kLocalHeader);
  put_fields(entry);
  bytes_ += name;
  bytes_ += content;
  written_ += bytes_.size() - before;
  entries_.push_back(entry);
}

void SigrokWriter::put_fields(const Entry& entry) {
  put16(bytes_, kVersion);
  put16(bytes_, 0);  // flags
  put16(bytes_, 0);  // stored
  put16(bytes_, 0);  // time
  put16(bytes_, kFirstDay);
  put32(bytes_, entry.crc);
  put32(bytes_, entry.size);
  put32(bytes_, entry.size);
  put16(bytes_, entry.name.size());
  put16(bytes_, 0);  // extra field
}

void SigrokWriter::write_directory() {
  const std::size_t before = bytes_.size();
  for (const Entry& entry : entries_) {
    put32(bytes_, kCentralHeader);
    put16(bytes_, kVersion);  // of the writer
    put_fields(entry);
    put16(bytes_, 0);  // comment
    put16(bytes_, 0);  // disk
    put16(bytes_, 0);  // internal attributes
    put32(bytes_, 0);  // external attributes
    put32(bytes_, entry.offset);
    bytes_ += entry.name;
  }
  const std::size_t size = bytes_.size() - before;
  put32(bytes_, kEndOfDirectory);
  put16(bytes_, 0);  // disk
  put16(bytes_, 0);  // disk of the directory
  put16(bytes_, entries_.size());
  put16(bytes_, entries_.size());
  put32(bytes_, size);
  put32(bytes_, written_);
  put16(bytes_, 0);  // comment
}

}  // namespace pinbridge::trace
