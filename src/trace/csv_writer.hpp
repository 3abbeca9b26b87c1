#pragma once

#include <string>
#include <vector>

#include "trace/waveform_writer.hpp"

namespace pinbridge::trace {

/// Writes a table with a line for each time at which a signal changed: the time in seconds with
/// nine decimals, then the level of every signal (0, 1, z, x). The first line has the names. A name
/// with a comma or a quotation mark is put in quotation marks.
class CsvWriter : public WaveformWriter {
 public:
  explicit CsvWriter(const std::vector<WaveformSignal>& signals);

  void change(std::size_t signal, Level level, Duration time) override;
  void end(Duration time) override;
  std::string take() override;

 private:
  void write_row();

  std::string text_;
  std::string levels_;  ///< a digit a signal
  Duration time_{};     ///< of the row that is not written yet
};

}  // namespace pinbridge::trace
