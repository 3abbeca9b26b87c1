#pragma once

#include <string>
#include <vector>

#include "trace/waveform_writer.hpp"

namespace pinbridge::trace {

/// Writes a session file of sigrok (.sr, version 2): a zip archive, here without compression, with
/// the samples of all signals at a fixed rate. A sample has a bit a signal, at high 1, at any other
/// level 0.
class SigrokWriter : public WaveformWriter {
 public:
  /// A zip archive without extensions is smaller than 4 GiB.
  static constexpr std::uint64_t kMostBytes = 4'000'000'000;

  /// `unit` is the time between samples, as parse_timescale() returns it.
  SigrokWriter(const std::vector<WaveformSignal>& signals, Duration unit);

  void change(std::size_t signal, Level level, Duration time) override;
  void end(Duration time) override;
  std::string take() override;
  const SharedTicks* shared_ticks() const override { return &ticks_; }
  Result<void> status() const override;

 private:
  struct Entry {
    std::string name;
    std::uint32_t crc;
    std::uint32_t size;
    std::uint32_t offset;
  };

  /// Samples up to the time, which is not sampled yet.
  void sample_until(std::int64_t time);
  void add_file(const std::string& name, const std::string& content);
  void write_samples();
  /// What the header before a file and the one in the directory have in common.
  void put_fields(const Entry& entry);
  void write_directory();

  Duration unit_;
  SharedTicks ticks_;
  std::size_t signal_count_;
  std::string sample_;     ///< the present one
  std::string samples_;    ///< that are in no file yet
  std::int64_t time_ = 0;  ///< in units: so many samples were taken
  std::string bytes_;
  std::uint64_t written_ = 0;
  std::vector<Entry> entries_;
  int chunks_ = 0;
  bool full_ = false;
};

}  // namespace pinbridge::trace
