//go:build unix

package main

import "syscall"

// Whatever this process makes, only its owner can read.
func init() { syscall.Umask(0o077) }
