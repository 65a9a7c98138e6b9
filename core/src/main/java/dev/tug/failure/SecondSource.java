package dev.tug.failure;

/// What a source of names said that was asked beside the platform's, such as a DNS server over HTTPS.
///
/// @param trouble why it gave no address
/// @param words the same and who it was, for messages
public record SecondSource(NameTrouble trouble, String words) {}
