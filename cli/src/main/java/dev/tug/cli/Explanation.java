package dev.tug.cli;

/// What a line of a program's output means.
///
/// @param kind a word for programs
/// @param happened what went on in the network or on the disk
/// @param misread what it does not mean, though it looks so; may be empty
/// @param advice what to do
/// @param command the command of Tug that answers it
record Explanation(String kind, String happened, String misread, String advice, String command) {}
