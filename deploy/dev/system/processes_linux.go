package system

import "syscall"

// endWithUs has the process told to stop when this one ends, however it ends.
func endWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGTERM }
