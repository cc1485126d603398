"""Why a file is refused as a whole (拒收): every code, its sentence and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from schools.ledger.problems import LedgerRefused, Problem, Severity

_SAVE_AGAIN = "请用 Excel 或 WPS 打开原文件，另存为“Excel 工作簿（*.xlsx）”后重新上传。"
_COPY_OUT = "请新建一个空白工作簿，把台账“粘贴为数值”到新工作簿，存为 .xlsx 后重新上传。"
_TEMPLATE = "请下载最新的台账模板，把数据粘贴进去后重新上传。"
_TIDY = "请删去台账以外的内容，只留填报的行和列，存为 .xlsx 后重新上传。"

REASONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "E00": ("文件打不开。", "请确认文件还在原处、没有被别的程序占用，再试一次。"),
        "E01": ("文件是空的，或者不是 Excel 工作簿。", _SAVE_AGAIN),
        "E02": (
            "工作簿设置了打开密码，系统读不了。",
            "请取消打开密码，保存后重新上传。",
        ),
        "E03": ("文件的扩展名像是表格，内容却是另一种格式。", _SAVE_AGAIN),
        "E04": ("文件不完整或者已经损坏。", "请重新保存或重新传一次；仍不行，" + _SAVE_AGAIN),
        "E05": ("文件里的部件太多。", _COPY_OUT),
        "E06": ("文件里有重名的部件，无法确定该读哪一个。", _SAVE_AGAIN),
        "E07": ("文件里有路径不正常的部件。", _SAVE_AGAIN),
        "E08": ("文件里有加密的部件。", "请取消密码保护，存为 .xlsx 后重新上传。"),
        "E09": ("文件用了不常见的压缩方法。", _SAVE_AGAIN),
        "E10": ("文件的目录与内容不一致。", _SAVE_AGAIN),
        "E11": ("文件太大。", _TIDY),
        "E12": ("文件压缩得不正常，展开后会非常大。", _COPY_OUT),
        "E13": ("这不是 Excel 工作簿。", _SAVE_AGAIN),
        "E14": ("工作簿里有宏。", "请另存为不带宏的“Excel 工作簿（*.xlsx）”后重新上传。"),
        "E15": ("工作簿引用了别的工作簿。", _COPY_OUT),
        "E16": ("工作簿引用了外部的内容。", _COPY_OUT),
        "E17": ("工作簿里嵌有控件、对象、数据连接或其他文件。", _COPY_OUT),
        "E18": ("工作簿内部的结构不正常，层数过深、内容过繁或属性过长。", _COPY_OUT),
        "E19": ("有单元格或行的地址不合规范。", _SAVE_AGAIN),
        "E20": ("有单元格或行重复，或者次序颠倒，无法确定该读哪一个。", _SAVE_AGAIN),
        "E21": ("行数太多，或者单元格太多。", _TIDY),
        "E22": ("有内容写在很靠右的列里。", _TIDY),
        "E23": ("文件里写着的行数、单元格数与读到的不一致，可能被人动过手脚。", _COPY_OUT),
        "E24": (
            "有公式会连接网络或启动别的程序。",
            "请删去这个公式，或者把该单元格复制后“粘贴为数值”，再重新上传。",
        ),
        "E25": ("合并单元格太多，或者一处合并的范围太大。", "请取消这些合并单元格后重新上传。"),
        "E26": ("有单元格里的文字太长。", "请缩短这个单元格的文字，说明性内容请另附文件。"),
        "E27": ("有数字单元格里存的不是数字。", _SAVE_AGAIN),
        "E28": ("工作表太多、重名，或者没有一张可见的工作表。", "请只保留台账所在的工作表后重新上传。"),
        "E29": ("文件里有不该有的声明（DTD），可能被人动过手脚。", _COPY_OUT),
        "E30": ("文件的内部内容有错，读不出来。", _SAVE_AGAIN),
        "E31": ("台账所在的工作表是隐藏的。", "请取消隐藏台账所在的工作表，核对后重新上传。"),
        "E32": ("没有找到台账的表头，至少要有“学校名称”或“学校标识码”，以及在校生数。", _TEMPLATE),
        "E33": ("没有在校生数这一列，什么指标都算不出来。", _TEMPLATE),
        "E35": ("表头重复得太多次。", "请只保留一个表头，把各校依次写在它下面，再重新上传。"),
        "E34": ("表头下面没有一所学校。", "请在表头下面逐校填写，一校一行，再重新上传。"),
        "E36": (
            "没有找到县级数据的项目，例如“人口总数”“教师年平均工资收入”。",
            "请下载县级数据模板填写；如果这是学校台账，请在上传时选“学校台账”。",
        ),
        "E37": ("同一个表头下面有好几行数，不知道该读哪一行。", "请只保留本县本学年的一行，再重新上传。"),
        "E99": ("文件没能读完。", _COPY_OUT + "仍不行，请告诉系统管理员。"),
        "E38": ("所有项目都是空的，一个数也没有填。", "请在“填报值”一列填写后重新上传。"),
    }
)


def refused(
    code: str, detail: str = "", *, sheet: str = "", cell: str = "", value: str = ""
) -> LedgerRefused:
    """Return the refusal *code*, its sentence followed by *detail*, ready to be raised."""
    sentence, remedy = REASONS[code]
    return LedgerRefused(
        Problem(
            severity=Severity.ERROR,
            code=code,
            message=sentence + detail,
            remedy=remedy,
            sheet=sheet[:60],
            cell=cell[:12],
            value=value[:100],
        )
    )
