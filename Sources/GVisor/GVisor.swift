// The files of this module are being written.
