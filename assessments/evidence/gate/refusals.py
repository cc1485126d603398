"""Why a file is not taken as evidence: every code, its sentence and how to mend it."""

from collections.abc import Mapping

_PRINT = "请打开原文件，用“打印”选“另存为 PDF”，传得到的 PDF。"
_PICTURE = "请用看图软件或“画图”打开，另存为 JPG 或 PNG 再传。"
_PLAIN = "请打开原文件，另存为普通的 .docx、.xlsx，或者输出为 PDF 再传。"

REASONS: Mapping[str, tuple[str, str]] = {
    "M01": ("文件是空的。", "请打开原文件核对，保存后重新选择。"),
    "M02": ("文件太大。", "请把扫描的分辨率调到 150 至 200 DPI，或者分成几份再传。"),
    "M03": ("这种文件不能作为佐证材料，只收 PDF、JPG、PNG、.docx、.xlsx。", "请转成其中一种再传。"),
    "M04": ("扩展名与内容不一致。", "请核对是不是选错了文件；内容没有错的，把扩展名改对再传。"),
    "M05": ("文件不完整或者已经损坏。", "请重新保存或重新拍摄、扫描一次再传。"),
    "M06": ("文件有密码或加了密，评审的人打不开。", "请取消密码和各种限制，另存后再传。"),
    "M07": ("文件里夹带了别的内容。", "图片" + _PICTURE + "PDF " + _PRINT),
    "M08": ("图片的尺寸太大。", "请缩小到 5000 万像素以内（例如 8000 × 6000）再传。"),
    "M09": ("文件压缩得不正常，展开后会非常大。", "请重新保存；图片" + _PICTURE),
    "M10": ("PDF 里有脚本。", _PRINT),
    "M11": ("PDF 一打开就会启动程序、打开别的文件或者连接网络。", _PRINT),
    "M12": ("PDF 里夹带了附件。", "请把附件取出来，各自作为一份材料上传。"),
    "M13": ("PDF 里有多媒体、三维内容或动态表单。", _PRINT),
    "M14": ("文档里有宏。", "请另存为不带宏的 .docx 或 .xlsx，或者输出为 PDF 再传。"),
    "M15": ("文档引用了外部的模板、图片、数据或程序。", _PLAIN + "图片请直接插入文档。"),
    "M16": ("文档里嵌有控件、对象或其他文件。", _PLAIN + "嵌入的文件请各自上传。"),
    "M17": ("文件内部的结构不正常。", _PRINT),
    "M18": ("本县本学年的佐证材料已到上限。", "请移除用不着的，或者缩小扫描件再传。"),
    "M19": ("PDF 里没有一页。", _PRINT),
    "M20": ("这一次传的太多，后面的没有收到。", "请少选几份，分几次传。"),
    "M21": ("系统的存储空间不足，没有收下。", "请告诉系统管理员，腾出空间以后再传；以前上传的都还在。"),
    "M99": ("文件没能读完。", _PRINT + "仍不行，请告诉系统管理员。"),
}


class EvidenceRefused(Exception):
    """The file is not taken. *message* says why, *where* in it, *remedy* what to do."""

    def __init__(self, code: str, message: str, where: str) -> None:
        super().__init__(message)
        self.code, self.message, self.where = code, message, where

    @property
    def remedy(self) -> str:
        return REASONS[self.code][1]


def refused(code: str, detail: str = "", *, where: str = "") -> EvidenceRefused:
    """Return the refusal *code*, its sentence followed by *detail*, ready to be raised."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in where)
    return EvidenceRefused(code, REASONS[code][0] + detail, shown[:80])
