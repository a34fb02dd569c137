extension EventTableText {
    /// Events about sockets.
    static let network: StaticString = """
        18 socket > net cm legacy
          domain:enumflags32(socket_families) type:uint32 proto:uint32
        19 socket < net cm
          fd:fd domain:enumflags32(socket_families) type:uint32 proto:uint32 flags:flags32(file_flags)
        20 bind > net um legacy
          fd:fd
        21 bind < net um
          res:errno addr:sockaddr fd:fd
        22 connect > net um
          fd:fd addr:sockaddr
        23 connect < net um
          res:errno tuple:socktuple fd:fd addr:sockaddr
        24 listen > net u legacy
          fd:fd backlog:int32
        25 listen < net u
          res:errno fd:fd backlog:int32
        26 accept > net cm legacy
        27 accept < net cm legacy
          fd:fd tuple:socktuple queuepct:uint8
        36 shutdown > net um legacy
          fd:fd how:enumflags8:x(shutdown_how)
        37 shutdown < net um
          res:errno fd:fd how:enumflags8:x(shutdown_how)
        38 getsockname > net - legacy
        39 getsockname < net -
        40 getpeername > net - legacy
        41 getpeername < net -
        44 setsockopt > net - legacy
        45 setsockopt < net u
          res:errno fd:fd level:enumflags8(sockopt_levels) optname:enumflags8(sockopt_options) val:dyn
          optlen:uint32
        46 getsockopt > net m legacy
        47 getsockopt < net um
          res:errno fd:fd level:enumflags8(sockopt_levels) optname:enumflags8(sockopt_options) val:dyn
          optlen:uint32
        56 accept > net cm legacy
          flags:int32:x
        57 accept < net cm legacy
          fd:fd tuple:socktuple queuepct:uint8
        246 accept > net cm legacy
        247 accept < net cm
          fd:fd tuple:socktuple queuepct:uint8 queuelen:uint32 queuemax:uint32
        248 accept > net cm legacy
          flags:int32:x
        249 accept < net cm legacy
          fd:fd tuple:socktuple queuepct:uint8 queuelen:uint32 queuemax:uint32
        388 accept4 > net cm legacy
          flags:int32:x
        389 accept4 < net cm
          fd:fd tuple:socktuple queuepct:uint8 queuelen:uint32 queuemax:uint32 flags:int32:x
        """
}
